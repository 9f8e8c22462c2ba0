/*
 * The grammar of the awk of 1977, which is /usr/bin/awk up to Solaris 10: a
 * value is no condition and a comparison no value, BEGIN comes first and END
 * last, once each, and lines end where they end.
 */
#include <stdint.h>
#include <string.h>

#include "syntax/awk_parser.h"

enum kind { KIND_VALUE, KIND_CONDITION };

static enum kind parse_condition(struct awk_parser *p, bool is_pattern);
static void parse_statement(struct awk_parser *p);

static bool
is_old_keyword(const struct awk_token *t)
{
	static const char *const words[] = {"BEGIN", "END", "break", "continue",
	    "else", "exit", "for", "getline", "if", "in", "next", "print",
	    "printf", "while", "split", "substr", "index", "sprintf", "length",
	    "log", "int", "exp", "sqrt", NULL};
	size_t i;

	for (i = 0; words[i] != NULL; i++)
		if (awk_is_word(t, words[i]))
			return true;
	return false;
}

/* Later keywords and functions are variables, too. */
static bool
is_variable(const struct awk_parser *p)
{
	return p->token.kind == AWK_NAME || p->token.kind == AWK_CALL ||
	    ((p->token.kind == AWK_KEYWORD || p->token.kind == AWK_BUILTIN) &&
		!is_old_keyword(&p->token));
}

static bool
is_word(const struct awk_parser *p, const char *word)
{
	return (p->token.kind == AWK_KEYWORD || p->token.kind == AWK_BUILTIN) &&
	    awk_is_word(&p->token, word);
}

static bool
is_match(const struct awk_parser *p)
{
	return awk_is_operator(p, "~") ||
	    (awk_is_operator(p, "!") && awk_peek(p, 0) == '~');
}

static bool
is_separator(const struct awk_parser *p)
{
	return p->token.kind == AWK_NEWLINE || p->token.kind == AWK_END ||
	    awk_is_operator(p, ";");
}

static void
parse_value(struct awk_parser *p)
{
	if (parse_condition(p, false) == KIND_CONDITION)
		awk_fail(p, "no comparison where a value stands");
}

/* Values with commas between them, at least this many, and a `)'. */
static void
parse_arguments(struct awk_parser *p, size_t least, size_t most)
{
	size_t n = 1;

	awk_require(p, "(", "`('");
	parse_value(p);
	for (; awk_accept(p, ","); n++)
		parse_value(p);
	if (n < least || n > most)
		awk_fail(p, "another number of arguments");
	awk_require(p, ")", "`)'");
}

/* A place to come back to. */
struct mark {
	struct awk_token token;
	size_t at, ncalls;
	bool brace_ends_statement;
	unsigned depth;
};

static struct mark
mark(const struct awk_parser *p)
{
	return (struct mark){
	    p->token, p->at, p->ncalls, p->brace_ends_statement, p->depth};
}

/* What was tried since was no mistake. */
static void
reset(struct awk_parser *p, const struct mark *m)
{
	p->token = m->token;
	p->at = m->at;
	p->ncalls = m->ncalls;
	p->brace_ends_statement = m->brace_ends_statement;
	p->depth = m->depth;
	p->failed = false;
	p->check->error = (struct syntax_place){0};
}

/* ( a, b ), a list of print; false, and nothing is taken: it is none. */
static bool
parse_list_in_parentheses(struct awk_parser *p)
{
	struct mark before = mark(p);

	if (!awk_is_operator(p, "("))
		return false;
	awk_next(p);
	if (parse_condition(p, false) == KIND_VALUE && !p->failed &&
	    awk_is_operator(p, ",")) {
		while (awk_accept(p, ","))
			parse_value(p);
		awk_require(p, ")", "`)'");
		return true;
	}
	reset(p, &before);
	return false;
}

static bool
is_redirection(const struct awk_parser *p)
{
	return awk_is_comparison(p) || awk_is_operator(p, ">>") ||
	    awk_is_operator(p, "|");
}

static enum kind parse_sum(struct awk_parser *p, bool *variable);

/* A value that stops in front of a comparison: terms without a blank's worth. */
static enum kind
parse_concatenation(struct awk_parser *p)
{
	bool variable = false, other;
	enum kind kind = parse_sum(p, &variable);

	while (!p->failed && kind == KIND_VALUE && variable &&
	    awk_is_assignment(p) && !awk_is_operator(p, "^=") &&
	    !awk_is_operator(p, "**=")) {
		awk_next(p);
		kind = parse_sum(p, &variable);
	}
	if (p->failed || kind == KIND_CONDITION)
		return kind;
	while (!p->failed &&
	    (awk_begins_operand(p) ||
		(p->token.kind == AWK_KEYWORD && is_variable(p))))
		if (parse_sum(p, &other) == KIND_CONDITION)
			awk_fail(p, "no comparison in a value");
	return KIND_VALUE;
}

static void
parse_print_list(struct awk_parser *p)
{
	if (parse_list_in_parentheses(p)) {
		while (awk_accept(p, ","))
			parse_concatenation(p);
		return;
	}
	if (is_separator(p) || is_redirection(p) || awk_is_operator(p, ")"))
		return;
	do
		if (parse_concatenation(p) == KIND_CONDITION)
			awk_fail(p, "no comparison behind print");
	while (awk_accept(p, ","));
}

static void
parse_function(struct awk_parser *p)
{
	if (is_word(p, "sprintf")) {
		awk_next(p);
		/* read once: nested ones would double the work each time */
		if (awk_is_operator(p, "("))
			parse_arguments(p, 1, SIZE_MAX);
		else
			parse_print_list(p);
	} else if (is_word(p, "substr")) {
		awk_next(p);
		parse_arguments(p, 2, 3);
	} else if (is_word(p, "split")) {
		awk_next(p);
		parse_arguments(p, 2, 3);
	} else if (is_word(p, "index")) {
		awk_next(p);
		parse_arguments(p, 2, 2);
	} else {
		awk_next(p);
		if (awk_accept(p, "(") && !awk_accept(p, ")")) {
			parse_value(p);
			awk_require(p, ")", "`)'");
		}
	}
}

static enum kind
parse_parentheses(struct awk_parser *p)
{
	enum kind kind;

	awk_next(p);
	kind = parse_condition(p, false);
	awk_require(p, ")", "`)'");
	return kind;
}

static enum kind
parse_term(struct awk_parser *p, bool *variable)
{
	enum kind kind = KIND_VALUE;

	*variable = false;
	if (p->failed || !awk_enter(p))
		return kind;
	if (awk_is_operator(p, "("))
		kind = parse_parentheses(p);
	else if (awk_is_operator(p, "-") || awk_is_operator(p, "+")) {
		awk_next(p);
		kind = parse_term(p, variable);
		*variable = false;
	} else if (awk_is_operator(p, "++") || awk_is_operator(p, "--")) {
		awk_next(p);
		kind = parse_term(p, variable);
		*variable = false;
	} else if (awk_is_operator(p, "$")) {
		awk_next(p);
		kind = parse_term(p, variable);
		*variable = true;
	} else if (is_variable(p)) {
		awk_next(p);
		*variable = true;
		if (awk_accept(p, "[")) {
			parse_value(p);
			awk_require(p, "]", "`]'");
		}
	} else if (p->token.kind == AWK_NUMBER || p->token.kind == AWK_STRING) {
		awk_next(p);
		*variable = true; /* says the grammar */
	} else if (is_word(p, "getline"))
		awk_next(p);
	else if (p->token.kind == AWK_BUILTIN)
		parse_function(p);
	else
		awk_fail(p, "a value");
	p->depth--;
	if (*variable &&
	    (awk_is_operator(p, "++") || awk_is_operator(p, "--"))) {
		awk_next(p);
		*variable = false;
	}
	return kind;
}

static bool
is_arithmetic(const struct awk_parser *p)
{
	return p->token.kind == AWK_OPERATOR && p->token.len == 1 &&
	    strchr("+-*/%", p->token.p[0]) != NULL;
}

static enum kind
parse_sum(struct awk_parser *p, bool *variable)
{
	enum kind kind = parse_term(p, variable);
	bool right;

	while (!p->failed && kind == KIND_VALUE && is_arithmetic(p)) {
		awk_next(p);
		if (parse_term(p, &right) == KIND_CONDITION)
			awk_fail(p, "no comparison in a value");
		*variable = false;
	}
	return kind;
}

/* (/a/ || /b/), a pattern; false, and nothing is taken: it is a value. */
static bool
parse_pattern_in_parentheses(struct awk_parser *p)
{
	struct mark before = mark(p);
	enum kind kind;

	awk_next(p);
	kind = parse_condition(p, true);
	awk_require(p, ")", "`)'");
	if (!p->failed && kind == KIND_CONDITION)
		return true;
	reset(p, &before);
	return false;
}

/* A value, compared or matched with another one or alone. */
static enum kind
parse_comparison(struct awk_parser *p)
{
	enum kind kind = parse_concatenation(p);

	if (kind == KIND_CONDITION || p->failed)
		return kind;
	if (awk_is_comparison(p)) {
		awk_next(p);
		if (parse_concatenation(p) == KIND_CONDITION)
			awk_fail(p, "no comparison in a comparison");
		return KIND_CONDITION;
	}
	if (!is_match(p))
		return KIND_VALUE;
	awk_accept(p, "!");
	awk_next(p);
	if (awk_is_operator(p, "/"))
		awk_parse_regular_expression(p);
	else
		awk_fail(p, "a regular expression between slashes behind `~'");
	return KIND_CONDITION;
}

/* An operand of && and ||. */
static enum kind
parse_operand(struct awk_parser *p, bool is_pattern)
{
	enum kind kind;
	bool negated = false;

	while (awk_is_operator(p, "!")) {
		negated = true;
		awk_next(p);
	}
	if (is_pattern && awk_is_operator(p, "/")) {
		awk_parse_regular_expression(p);
		return KIND_CONDITION;
	}
	if (is_pattern && awk_is_operator(p, "(") &&
	    parse_pattern_in_parentheses(p))
		return KIND_CONDITION;
	kind = parse_comparison(p);
	if (negated && is_pattern && kind == KIND_VALUE)
		awk_fail(p, "a comparison, as a value is no pattern");
	return negated ? KIND_CONDITION : kind;
}

static enum kind
parse_condition(struct awk_parser *p, bool is_pattern)
{
	enum kind kind;

	if (p->failed || !awk_enter(p))
		return KIND_CONDITION;
	kind = parse_operand(p, is_pattern);
	while (awk_is_operator(p, "&&") || awk_is_operator(p, "||")) {
		if (is_pattern && kind == KIND_VALUE)
			awk_fail(p, "a comparison, as a value is no pattern");
		awk_next(p);
		kind = parse_operand(p, is_pattern);
		if (is_pattern && kind == KIND_VALUE)
			awk_fail(p, "a comparison, as a value is no pattern");
		kind = KIND_CONDITION;
	}
	p->depth--;
	return kind;
}

static void
parse_simple(struct awk_parser *p)
{
	if (is_word(p, "print") || is_word(p, "printf")) {
		awk_next(p);
		parse_print_list(p);
		if (is_redirection(p)) {
			awk_next(p);
			parse_concatenation(p);
		}
	} else if (!is_separator(p) && !awk_is_operator(p, ")"))
		parse_value(p);
}

static void
end_statement(struct awk_parser *p)
{
	if (!is_separator(p))
		awk_fail(p, "the end of the statement");
	else if (p->token.kind != AWK_END)
		awk_next(p);
	awk_skip_newlines(p);
}

static void
parse_head(struct awk_parser *p)
{
	awk_next(p);
	awk_require(p, "(", "`('");
	parse_condition(p, false);
	awk_require(p, ")", "`)'");
	awk_skip_newlines(p);
}

static void
parse_for(struct awk_parser *p)
{
	awk_next(p);
	awk_require(p, "(", "`('");
	if (awk_is_for_in(p)) {
		awk_next(p);
		awk_next(p);
		awk_next(p);
	} else {
		parse_simple(p);
		awk_require(p, ";", "`;'");
		if (!awk_is_operator(p, ";"))
			parse_condition(p, false);
		awk_require(p, ";", "`;'");
		parse_simple(p);
	}
	awk_require(p, ")", "`)'");
	awk_skip_newlines(p);
	parse_statement(p);
}

static void
parse_statement(struct awk_parser *p)
{
	if (p->failed || !awk_enter(p))
		return;
	if (awk_is_operator(p, "{")) {
		awk_parse_block(p, parse_statement);
		awk_skip_newlines(p);
	} else if (is_word(p, "if")) {
		parse_head(p);
		parse_statement(p);
		if (is_word(p, "else")) {
			awk_next(p);
			awk_skip_newlines(p);
			parse_statement(p);
		}
	} else if (is_word(p, "while")) {
		parse_head(p);
		parse_statement(p);
	} else if (is_word(p, "for"))
		parse_for(p);
	else if (is_word(p, "next") || is_word(p, "break") ||
	    is_word(p, "continue")) {
		awk_next(p);
		end_statement(p);
	} else if (is_word(p, "exit")) {
		awk_next(p);
		if (!is_separator(p))
			parse_value(p);
		end_statement(p);
	} else {
		parse_simple(p);
		end_statement(p);
	}
	p->depth--;
}

static void
parse_pattern(struct awk_parser *p)
{
	if (parse_condition(p, true) == KIND_VALUE)
		awk_fail(p, "a comparison, as a value is no pattern");
}

static void
parse_item(struct awk_parser *p)
{
	if (!awk_is_operator(p, "{")) {
		parse_pattern(p);
		if (awk_accept(p, ","))
			parse_pattern(p);
	}
	if (awk_is_operator(p, "{"))
		awk_parse_block(p, parse_statement);
	else if (!is_separator(p))
		awk_fail(p, "`{' or the end of the line");
}

static void
skip_separators(struct awk_parser *p)
{
	while (p->token.kind == AWK_NEWLINE || awk_is_operator(p, ";"))
		awk_next(p);
}

void
awk_parse_old(struct awk_check *c, const char *text, size_t len)
{
	struct awk_parser p = {.check = c, .text = text, .len = len};

	*c = (struct awk_check){0};
	awk_next(&p);
	skip_separators(&p);
	if (is_word(&p, "BEGIN")) {
		awk_next(&p);
		awk_parse_block(&p, parse_statement);
	}
	skip_separators(&p);
	while (p.token.kind != AWK_END && !is_word(&p, "END")) {
		parse_item(&p);
		skip_separators(&p);
	}
	if (is_word(&p, "END")) {
		awk_next(&p);
		awk_parse_block(&p, parse_statement);
		skip_separators(&p);
		if (p.token.kind != AWK_END)
			awk_fail(&p, "nothing behind END");
	}
}
