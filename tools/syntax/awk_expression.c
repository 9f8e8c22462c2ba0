/*
 * Expressions of nawk, from the loosest operator to the tightest.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "syntax/awk_parser.h"

/* What a regular expression of nawk takes literally. */
static void
check_expression(struct awk_parser *p, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++) {
		if (p->text[i] == '\\') {
			i++;
			continue;
		}
		if ((p->text[i] == '{' && i + 1 < to && i > from &&
			isdigit((unsigned char)p->text[i + 1])) ||
		    (p->text[i] == '[' && i + 1 < to && p->text[i + 1] == ':'))
			syntax_note(&p->check->pattern, i, p->text + i,
			    to - i > 10 ? 10 : to - i);
	}
}

/* A text that is taken for a regular expression. */
static void
check_text(struct awk_parser *p)
{
	if (p->token.kind == AWK_STRING && p->token.len > 2)
		check_expression(
		    p, p->token.at + 1, p->token.at + p->token.len - 1);
}

/* The token is a `/', which begins a regular expression. */
void
awk_parse_regular_expression(struct awk_parser *p)
{
	size_t from = p->token.at + 1;

	p->at = from;
	while (
	    p->at < p->len && awk_peek(p, 0) != '/' && awk_peek(p, 0) != '\n')
		p->at += awk_peek(p, 0) == '\\' && p->at + 1 < p->len ? 2 : 1;
	if (awk_peek(p, 0) != '/') {
		awk_fail(p, "the end of a regular expression");
		return;
	}
	check_expression(p, from, p->at);
	p->at++;
	awk_next(p);
}

/* Returns how many there are. */
size_t
awk_parse_list(struct awk_parser *p)
{
	size_t n = 1;

	awk_parse_pattern(p, false);
	for (; awk_accept(p, ","); n++) {
		awk_skip_newlines(p);
		awk_parse_pattern(p, false);
	}
	return n;
}

static void parse_primary(struct awk_parser *p, bool *variable);

static void
parse_call(struct awk_parser *p)
{
	if (p->ncalls < AWK_CALLS_MAX)
		p->calls[p->ncalls++] = p->token;
	awk_next(p);
	awk_require(p, "(", "`('");
	if (!awk_is_operator(p, ")"))
		awk_parse_list(p);
	awk_require(p, ")", "`)'");
}

/* Functions with a number of arguments that the grammar knows. */
static const struct {
	const char *name;
	size_t least, most;
} counts[] = {{"substr", 2, 3}, {"index", 2, 2}, {"split", 2, 3},
    {"match", 2, 2}, {"sub", 2, 3}, {"gsub", 2, 3}};

static void
check_count(struct awk_parser *p, const struct awk_token *function, size_t n)
{
	size_t i;

	for (i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		if (awk_is_word(function, counts[i].name) &&
		    (n < counts[i].least || n > counts[i].most))
			awk_fail(p, "another number of arguments");
}

static void
parse_builtin(struct awk_parser *p)
{
	const struct awk_token function = p->token;
	bool may_stand_alone = awk_is_word(&p->token, "length");
	size_t n = 0;

	awk_next(p);
	if (!awk_is_operator(p, "(")) {
		if (!may_stand_alone)
			awk_fail(p, "`(' behind a function");
		return;
	}
	awk_next(p);
	if (awk_is_word(&function, "sub") || awk_is_word(&function, "gsub"))
		check_text(p);
	if (!awk_is_operator(p, ")"))
		n = awk_parse_list(p);
	check_count(p, &function, n);
	awk_require(p, ")", "`)'");
}

/* getline [variable] [< file]; alone it is as old as awk. */
static void
parse_getline(struct awk_parser *p, bool from_command)
{
	const struct awk_token t = p->token;
	bool variable;

	awk_next(p);
	if (from_command || p->token.kind == AWK_NAME ||
	    awk_is_operator(p, "$") || awk_is_operator(p, "<"))
		syntax_note(&p->check->newer, t.at, t.p, t.len);
	if (p->token.kind == AWK_NAME || awk_is_operator(p, "$"))
		parse_primary(p, &variable);
	if (awk_accept(p, "<"))
		parse_primary(p, &variable);
}

static void
parse_name(struct awk_parser *p)
{
	awk_next(p);
	if (!awk_accept(p, "["))
		return;
	awk_parse_list(p);
	awk_require(p, "]", "`]'");
}

/* ( pattern ), or ( list ) in front of `in' */
static void
parse_parenthesized(struct awk_parser *p)
{
	awk_next(p);
	awk_parse_pattern(p, false);
	if (!awk_is_operator(p, ",")) {
		awk_require(p, ")", "`)'");
		return;
	}
	while (awk_accept(p, ",")) {
		awk_skip_newlines(p);
		awk_parse_pattern(p, false);
	}
	awk_require(p, ")", "`)'");
	if (!awk_is_keyword(p, "in"))
		awk_fail(p, "`in' behind a list");
}

static void
parse_primary(struct awk_parser *p, bool *variable)
{
	const struct awk_token t = p->token;

	*variable = false;
	if (p->failed || !awk_enter(p))
		return;
	if (t.kind == AWK_NUMBER || t.kind == AWK_STRING)
		awk_next(p);
	else if (t.kind == AWK_NAME) {
		parse_name(p);
		*variable = true;
	} else if (t.kind == AWK_CALL)
		parse_call(p);
	else if (t.kind == AWK_BUILTIN)
		parse_builtin(p);
	else if (awk_is_keyword(p, "getline"))
		parse_getline(p, false);
	else if (awk_is_operator(p, "("))
		parse_parenthesized(p);
	else if (awk_is_operator(p, "$")) {
		awk_next(p);
		if (awk_is_operator(p, "-") || awk_is_operator(p, "++") ||
		    awk_is_operator(p, "--"))
			awk_next(p);
		parse_primary(p, variable);
		*variable = true;
	} else if (awk_is_operator(p, "++") || awk_is_operator(p, "--")) {
		awk_next(p);
		parse_primary(p, variable);
		if (!*variable)
			awk_fail(p, "a variable");
		*variable = false;
	} else
		awk_fail(p, "an expression");
	p->depth--;
	if (*variable &&
	    (awk_is_operator(p, "++") || awk_is_operator(p, "--"))) {
		awk_next(p);
		*variable = false;
	}
}

static void
parse_power(struct awk_parser *p, bool *variable)
{
	parse_primary(p, variable);
	while (awk_is_operator(p, "^") || awk_is_operator(p, "**")) {
		awk_next(p);
		if (awk_is_operator(p, "-") || awk_is_operator(p, "+") ||
		    awk_is_operator(p, "!"))
			awk_next(p);
		parse_primary(p, variable);
		*variable = false;
	}
}

static void
parse_unary(struct awk_parser *p, bool *variable)
{
	bool negated = false;

	while (awk_is_operator(p, "-") || awk_is_operator(p, "+") ||
	    awk_is_operator(p, "!")) {
		negated = true;
		awk_next(p);
	}
	if (negated && awk_is_operator(p, "/"))
		awk_parse_regular_expression(p);
	else
		parse_power(p, variable);
	if (negated)
		*variable = false;
}

/* What may follow in a concatenation. */
bool
awk_begins_operand(const struct awk_parser *p)
{
	switch (p->token.kind) {
	case AWK_NUMBER:
	case AWK_STRING:
	case AWK_NAME:
	case AWK_CALL:
	case AWK_BUILTIN: return true;
	case AWK_KEYWORD: return awk_is_word(&p->token, "getline");
	case AWK_OPERATOR:
		return awk_is_word(&p->token, "(") ||
		    awk_is_word(&p->token, "$") ||
		    awk_is_word(&p->token, "++") ||
		    awk_is_word(&p->token, "--");
	default: return false;
	}
}

static void
parse_product(struct awk_parser *p, bool *variable)
{
	bool right;

	parse_unary(p, variable);
	while (awk_is_operator(p, "*") || awk_is_operator(p, "/") ||
	    awk_is_operator(p, "%")) {
		awk_next(p);
		parse_unary(p, &right);
		*variable = false;
	}
}

void
awk_parse_sum(struct awk_parser *p, bool *variable)
{
	bool right;

	parse_product(p, variable);
	while (awk_is_operator(p, "+") || awk_is_operator(p, "-")) {
		awk_next(p);
		parse_product(p, &right);
		*variable = false;
	}
}

void
awk_parse_concatenation(struct awk_parser *p, bool *variable)
{
	bool right;

	if (awk_is_operator(p, "/")) {
		*variable = false;
		awk_parse_regular_expression(p);
	} else
		awk_parse_sum(p, variable);
	while (!p->failed && awk_begins_operand(p)) {
		awk_parse_sum(p, &right);
		*variable = false;
	}
}

bool
awk_is_assignment(const struct awk_parser *p)
{
	return awk_is_operator(p, "=") || awk_is_operator(p, "+=") ||
	    awk_is_operator(p, "-=") || awk_is_operator(p, "*=") ||
	    awk_is_operator(p, "/=") || awk_is_operator(p, "%=") ||
	    awk_is_operator(p, "^=") || awk_is_operator(p, "**=");
}

/* An operand of a comparison, which may be an assignment. */
static void
parse_operand(struct awk_parser *p, bool in_print)
{
	bool variable = false;

	awk_parse_concatenation(p, &variable);
	if (!awk_is_assignment(p))
		return;
	if (!variable)
		awk_fail(p, "a variable in front of an assignment");
	awk_next(p);
	awk_parse_pattern(p, in_print);
}

bool
awk_is_comparison(const struct awk_parser *p)
{
	return awk_is_operator(p, "==") || awk_is_operator(p, "!=") ||
	    awk_is_operator(p, "<") || awk_is_operator(p, "<=") ||
	    awk_is_operator(p, ">") || awk_is_operator(p, ">=");
}

/* Comparisons do not join: a < b < c is none. */
static void
parse_comparison(struct awk_parser *p, bool in_print)
{
	parse_operand(p, in_print);
	for (;;) {
		if (awk_is_keyword(p, "in")) {
			syntax_note(&p->check->newer, p->token.at, "in", 2);
			awk_next(p);
			if (p->token.kind != AWK_NAME)
				awk_fail(p, "the name of an array");
			awk_next(p);
		} else if (!in_print && awk_is_operator(p, "|")) {
			awk_next(p);
			if (!awk_is_keyword(p, "getline"))
				awk_fail(p, "`getline'");
			parse_getline(p, true);
		} else
			break;
	}
	if (awk_is_operator(p, "~") ||
	    (awk_is_operator(p, "!") && awk_peek(p, 0) == '~')) {
		awk_accept(p, "!");
		awk_next(p);
		check_text(p);
		parse_operand(p, in_print);
	} else if (awk_is_comparison(p) && !in_print) {
		awk_next(p);
		parse_operand(p, in_print);
		if (awk_is_comparison(p))
			awk_fail(p, "only one comparison, or parentheses");
	}
}

static void
parse_and(struct awk_parser *p, bool in_print)
{
	parse_comparison(p, in_print);
	while (awk_is_operator(p, "&&")) {
		awk_next(p);
		awk_skip_newlines(p);
		parse_comparison(p, in_print);
	}
}

static void
parse_or(struct awk_parser *p, bool in_print)
{
	parse_and(p, in_print);
	while (awk_is_operator(p, "||")) {
		awk_next(p);
		awk_skip_newlines(p);
		parse_and(p, in_print);
	}
}

void
awk_parse_pattern(struct awk_parser *p, bool in_print)
{
	if (p->failed || !awk_enter(p))
		return;
	parse_or(p, in_print);
	if (awk_is_operator(p, "?")) {
		syntax_note(&p->check->newer, p->token.at, "?:", 2);
		awk_next(p);
		awk_parse_pattern(p, in_print);
		awk_require(p, ":", "`:'");
		awk_parse_pattern(p, in_print);
	}
	p->depth--;
}
