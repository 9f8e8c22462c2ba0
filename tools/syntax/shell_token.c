/*
 * Tokens: words, operators, redirections, and the contents of here-documents.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "syntax/shell_parser.h"

size_t
shell_origin(const struct shell_parser *p, size_t at)
{
	return p->origin == NULL ? at : p->origin[at];
}

/* Does the Bourne shell refuse a script for it? */
static bool
breaks_script(enum shell_construct construct, bool quoted)
{
	switch (construct) {
	case SHELL_COMMAND_SUBSTITUTION:
	case SHELL_ARITHMETIC_EXPANSION:
	case SHELL_PARAMETER_BLANK: return !quoted;
	case SHELL_AMPERSAND_REDIRECT:
	case SHELL_PIPE_AMPERSAND:
	case SHELL_CARET_PIPE:
	case SHELL_CARET_CLASS:
	case SHELL_ARITHMETIC_COMMAND:
	case SHELL_DOUBLE_BRACKET:
	case SHELL_BANG:
	case SHELL_DOLLAR_SINGLE_QUOTE:
	case SHELL_DOLLAR_DOUBLE_QUOTE:
	case SHELL_APPEND_ASSIGNMENT:
	case SHELL_HIGH_DESCRIPTOR:
	case SHELL_POSITIONAL_ABOVE_NINE:
	case SHELL_UNTERMINATED: return false;
	default: return true;
	}
}

void
shell_note(struct shell_parser *p, enum shell_construct construct, size_t at,
    const char *text)
{
	shell_note_quoted(p, construct, at, text, false);
}

void
shell_note_quoted(struct shell_parser *p, enum shell_construct construct,
    size_t at, const char *text, bool quoted)
{
	struct shell_tree *t = p->tree;

	t->notes = array_room(
	    t->notes, t->nnotes, &t->notes_size, sizeof(*t->notes));
	t->notes[t->nnotes++] = (struct shell_note){construct,
	    shell_origin(p, at), text,
	    !p->in_document && breaks_script(construct, quoted)};
}

void
shell_fail(struct shell_parser *p, size_t at, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	if (!p->failed && p->tree->error == NULL) {
		va_start(ap, fmt);
		buf_vprintf(&text, fmt, ap);
		va_end(ap);
		p->tree->error = arena_strndup(
		    &p->tree->arena, text.data, text.len);
		p->tree->error_at = shell_origin(p, at);
		buf_free(&text);
	}
	p->failed = true;
	p->token.kind = TOKEN_END;
}

bool
shell_enter(struct shell_parser *p)
{
	if (++p->depth <= SHELL_DEPTH_MAX)
		return true;
	shell_fail(p, p->at, "more than %d levels of nesting", SHELL_DEPTH_MAX);
	return false;
}

/* The end of the line that begins at `at', without its newline. */
static size_t
line_end(const struct shell_parser *p, size_t at)
{
	const char *lf = memchr(p->text + at, '\n', p->len - at);

	return lf == NULL ? p->len : (size_t)(lf - p->text);
}

/* Reads the contents of a here-document, which begin at p->at. */
static void
read_document(struct shell_parser *p, struct shell_redirect *r)
{
	const char *want = r->word->literal;
	size_t len, from = p->at, at = from, text, end = from;

	if (want == NULL)
		want = arena_strndup(&p->tree->arena,
		    p->tree->text + r->word->at, r->word->end - r->word->at);
	for (len = strlen(want); at < p->len; at = end + 1) {
		end = line_end(p, at);
		text = at;
		while (
		    r->operator[2] == '-' && text<end && p->text[text] == '\t')
			text++;
		if (end - text == len && memcmp(p->text + text, want, len) == 0)
			break;
	}
	if (at > p->len)
		at = p->len;
	if (at == p->len)
		shell_note(p, SHELL_UNTERMINATED, from, want);
	if (r->word->quoted) {
		r->document = arena_alloc(
		    &p->tree->arena, sizeof(*r->document));
		r->document->at = shell_origin(p, from);
		r->document->end = shell_origin(p, at);
		r->document->quoted = true;
		r->document->literal = arena_strndup(
		    &p->tree->arena, p->text + from, at - from);
	} else
		r->document = shell_read_document(p, from, at);
	p->at = end < p->len && at < p->len ? end + 1 : p->len;
}

static void
read_documents(struct shell_parser *p)
{
	struct shell_documents *d = p->documents;
	size_t i;

	for (i = 0; i < d->n && !p->failed; i++)
		read_document(p, d->v[i]);
	d->n = 0;
}

static void
skip_blanks(struct shell_parser *p)
{
	for (;;) {
		int c = shell_peek(p, 0);

		if (c == '\\' && shell_peek(p, 1) == '\n')
			p->at += 2;
		else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' ||
		    c == '\v')
			p->at++;
		else if (c == '#')
			p->at = line_end(p, p->at);
		else
			return;
	}
}

static const struct operator
{
	const char *text;
	enum shell_token_kind kind;
	int construct; /* or -1 */
}
operators[] = {
    {";;&", TOKEN_CASE_END, SHELL_CASE_FALLTHROUGH},
    {";&", TOKEN_CASE_END, SHELL_CASE_FALLTHROUGH},
    {";;", TOKEN_CASE_END, -1},
    {";", TOKEN_SEMICOLON, -1},
    {"&&", TOKEN_AND, -1},
    {"&", TOKEN_AMPERSAND, -1},
    {"||", TOKEN_OR, -1},
    {"|&", TOKEN_PIPE, SHELL_PIPE_AMPERSAND},
    {"|", TOKEN_PIPE, -1},
    {"^", TOKEN_PIPE, SHELL_CARET_PIPE},
    {"(", TOKEN_OPEN, -1},
    {")", TOKEN_CLOSE, -1},
};

static const struct redirection {
	const char *text, *operator;
	int construct; /* or -1 */
} redirections[] = {
    {"<<<", "<<<", SHELL_HERE_STRING},
    {"<<-", "<<-", -1},
    {"<<", "<<", -1},
    {"<&", "<&", -1},
    {"<>", "<>", -1},
    {"<", "<", -1},
    {">>", ">>", -1},
    {">&", ">&", -1},
    {">|", ">", SHELL_NOCLOBBER_REDIRECT},
    {">", ">", -1},
    {"&>>", ">>", SHELL_AMPERSAND_REDIRECT},
    {"&>", ">", SHELL_AMPERSAND_REDIRECT},
};

static bool
begins_with(const struct shell_parser *p, size_t ahead, const char *text)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++)
		if (shell_peek(p, ahead + i) != text[i])
			return false;
	return true;
}

/* A redirection, with the digits in front of it; false: there is none here. */
static bool
read_redirection(struct shell_parser *p)
{
	struct shell_redirect *r;
	size_t digits = 0, i, at = p->at;

	while (isdigit(shell_peek(p, digits)))
		digits++;
	if (digits > 3 || (digits > 0 && shell_peek(p, digits) == '&'))
		return false;
	for (i = 0; i < sizeof(redirections) / sizeof(*redirections); i++)
		if (begins_with(p, digits, redirections[i].text))
			break;
	if (i == sizeof(redirections) / sizeof(*redirections) ||
	    (shell_peek(p, digits + 1) == '(' && digits == 0))
		return false;
	r = arena_alloc(&p->tree->arena, sizeof(*r));
	r->at = shell_origin(p, at);
	r->fd = digits == 0 ? -1 : atoi(p->text + at);
	strcpy(r->operator, redirections[i].operator);
	if (digits > 1)
		shell_note(p, SHELL_HIGH_DESCRIPTOR, at, NULL);
	if (redirections[i].construct >= 0)
		shell_note(p, (enum shell_construct)redirections[i].construct,
		    at, NULL);
	p->at += digits + strlen(redirections[i].text);
	p->token.kind = TOKEN_REDIRECT;
	p->token.redirect = r;
	return true;
}

static bool
read_operator(struct shell_parser *p)
{
	size_t i;

	for (i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (begins_with(p, 0, operators[i].text))
			break;
	if (i == sizeof(operators) / sizeof(*operators))
		return false;
	if (operators[i].construct >= 0)
		shell_note(p, (enum shell_construct)operators[i].construct,
		    p->at, NULL);
	p->token.kind = operators[i].kind;
	p->at += strlen(operators[i].text);
	return true;
}

void
shell_next_token(struct shell_parser *p)
{
	skip_blanks(p);
	p->token = (struct shell_token){.kind = TOKEN_END, .at = p->at};
	if (p->failed || p->at >= p->len) {
		if (p->documents->n > 0 && !p->failed)
			shell_note(p, SHELL_UNTERMINATED, p->at, "<<");
		p->documents->n = 0;
		p->token.end = p->at;
		return;
	}
	if (shell_peek(p, 0) == '\n') {
		p->token.kind = TOKEN_NEWLINE;
		p->at++;
		read_documents(p);
	} else if (!read_redirection(p)) {
		p->token.word = shell_read_word(p);
		if (p->token.word != NULL)
			p->token.kind = TOKEN_WORD;
		else if (!read_operator(p))
			shell_fail(p, p->at,
			    "a character that nothing can "
			    "begin with");
	}
	if (p->failed)
		p->token.kind = TOKEN_END;
	p->token.end = p->at;
}
