/*
 * Tokens of nawk.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "syntax/awk_parser.h"

void
awk_fail(struct awk_parser *p, const char *expected)
{
	char text[128];

	if (!p->failed) {
		if (p->token.kind == AWK_END)
			snprintf(text, sizeof(text),
			    "the end was reached, %s was expected", expected);
		else if (p->token.kind == AWK_NEWLINE)
			snprintf(text, sizeof(text),
			    "the line ends, %s was expected", expected);
		else
			snprintf(text, sizeof(text),
			    "`%.*s' unexpected, %s was expected",
			    (int)(p->token.len > 20 ? 20 : p->token.len),
			    p->token.p, expected);
		syntax_note(&p->check->error, p->token.at, text, strlen(text));
	}
	p->failed = true;
	p->token.kind = AWK_END;
	p->token.len = 0;
	p->at = p->len;
}

bool
awk_is_word(const struct awk_token *t, const char *text)
{
	return t->len == strlen(text) && memcmp(t->p, text, t->len) == 0;
}

static bool
is_listed(const struct awk_token *t, const char *const *list)
{
	for (; *list != NULL; list++)
		if (awk_is_word(t, *list))
			return true;
	return false;
}

bool
awk_is_operator(const struct awk_parser *p, const char *text)
{
	return p->token.kind == AWK_OPERATOR && awk_is_word(&p->token, text);
}

bool
awk_is_keyword(const struct awk_parser *p, const char *text)
{
	return p->token.kind == AWK_KEYWORD && awk_is_word(&p->token, text);
}

int
awk_peek(const struct awk_parser *p, size_t ahead)
{
	return ahead < p->len - p->at ? (unsigned char)p->text[p->at + ahead]
				      : '\0';
}

static const char *const keywords[] = {"BEGIN", "END", "break", "continue",
    "delete", "do", "else", "exit", "for", "func", "function", "getline", "if",
    "in", "next", "print", "printf", "return", "while", NULL};
static const char *const builtins[] = {"length", "substr", "index", "split",
    "sub", "gsub", "match", "sprintf", "sin", "cos", "atan2", "exp", "log",
    "sqrt", "int", "rand", "srand", "system", "close", "toupper", "tolower",
    NULL};
/* words that the old awk takes for variables or does not know */
static const char *const newer_words[] = {"delete", "do", "func", "function",
    "return", "sub", "gsub", "match", "sin", "cos", "atan2", "rand", "srand",
    "system", "close", "toupper", "tolower", "ENVIRON", "ARGV", "ARGC", "FNR",
    "RSTART", "RLENGTH", "SUBSEP", NULL};

static void
read_name(struct awk_parser *p)
{
	struct awk_token *t = &p->token;

	while (isalnum(awk_peek(p, 0)) || awk_peek(p, 0) == '_')
		p->at++;
	t->len = p->at - t->at;
	if (is_listed(t, keywords))
		t->kind = AWK_KEYWORD;
	else if (is_listed(t, builtins))
		t->kind = AWK_BUILTIN;
	else
		t->kind = awk_peek(p, 0) == '(' ? AWK_CALL : AWK_NAME;
	if (is_listed(t, newer_words))
		syntax_note(&p->check->newer, t->at, t->p, t->len);
}

static void
read_number(struct awk_parser *p)
{
	while (isdigit(awk_peek(p, 0)) || awk_peek(p, 0) == '.')
		p->at++;
	if ((awk_peek(p, 0) == 'e' || awk_peek(p, 0) == 'E') &&
	    (isdigit(awk_peek(p, 1)) ||
		((awk_peek(p, 1) == '-' || awk_peek(p, 1) == '+') &&
		    isdigit(awk_peek(p, 2))))) {
		p->at += 2;
		while (isdigit(awk_peek(p, 0)))
			p->at++;
	}
	p->token.kind = AWK_NUMBER;
}

static void
read_string(struct awk_parser *p)
{
	p->token.kind = AWK_STRING;
	for (p->at++; p->at < p->len && awk_peek(p, 0) != '"'; p->at++) {
		if (awk_peek(p, 0) == '\\' && p->at + 1 < p->len)
			p->at++;
		else if (awk_peek(p, 0) == '\n')
			break;
	}
	p->token.len = 1;
	if (awk_peek(p, 0) != '"')
		awk_fail(p, "the end of a string");
	else {
		p->at++;
		p->token.len = p->at - p->token.at;
	}
}

static void
read_operator(struct awk_parser *p)
{
	static const char *const operators[] = {"**=", "&&", "||",
	    "==", "!=", "<=", ">=", ">>", "++", "--",
	    "+=", "-=", "*=", "/=", "%=", "^=", "**", NULL};
	size_t i;

	p->token.kind = AWK_OPERATOR;
	for (i = 0; operators[i] != NULL; i++)
		if (awk_peek(p, 0) == operators[i][0] &&
		    awk_peek(p, 1) == operators[i][1] &&
		    (operators[i][2] == '\0' ||
			awk_peek(p, 2) == operators[i][2]))
			break;
	p->at += operators[i] == NULL ? 1 : strlen(operators[i]);
	p->token.len = p->at - p->token.at;
	if (operators[i] == NULL &&
	    strchr("{}()[];,+-*/%^!<>|?:~$=", p->token.p[0]) == NULL)
		awk_fail(p, "a character of the language");
	else if (awk_peek(p, 0) != '\0' &&
	    (p->token.p[0] == '^' || awk_is_word(&p->token, "**")))
		syntax_note(
		    &p->check->newer, p->token.at, p->token.p, p->token.len);
}

/* A `}' ends the statement in front of it, as a `;' would. */
void
awk_next(struct awk_parser *p)
{
	int c;

	while ((c = awk_peek(p, 0)) == ' ' || c == '\t' || c == '\r' ||
	    (c == '\\' && awk_peek(p, 1) == '\n'))
		p->at += c == '\\' ? 2 : 1;
	if (c == '#')
		while (p->at < p->len && awk_peek(p, 0) != '\n')
			p->at++;
	c = awk_peek(p, 0);
	p->token = (struct awk_token){AWK_END, p->at, 0, p->text + p->at};
	if (p->at >= p->len || p->failed)
		return;
	if (c == '}' && !p->brace_ends_statement) {
		p->brace_ends_statement = true;
		p->token = (struct awk_token){AWK_OPERATOR, p->at, 1, ";"};
		return;
	}
	p->brace_ends_statement = false;
	if (c == '\n') {
		p->token.kind = AWK_NEWLINE;
		p->at++;
	} else if (isalpha(c) || c == '_')
		read_name(p);
	else if (isdigit(c) || (c == '.' && isdigit(awk_peek(p, 1))))
		read_number(p);
	else if (c == '"')
		read_string(p);
	else
		read_operator(p);
	if (p->token.len == 0)
		p->token.len = p->at - p->token.at;
}

bool
awk_accept(struct awk_parser *p, const char *operator)
{
	if (!awk_is_operator(p, operator))
		return false;
	awk_next(p);
	return true;
}

void
awk_require(struct awk_parser *p, const char *operator, const char * expected)
{
	if (!awk_accept(p, operator))
		awk_fail(p, expected);
}

void
awk_skip_newlines(struct awk_parser *p)
{
	while (p->token.kind == AWK_NEWLINE)
		awk_next(p);
}

bool
awk_enter(struct awk_parser *p)
{
	if (++p->depth <= AWK_DEPTH_MAX)
		return true;
	awk_fail(p, "less nesting");
	return false;
}
