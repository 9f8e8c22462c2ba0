/*
 * The grammar of nawk, by recursive descent, without a tree: what is asked is
 * only whether a program is one.
 */
#include <string.h>

#include "syntax/awk_parser.h"

static void parse_statement(struct awk_parser *p);

static bool
is_statement_end(const struct awk_parser *p)
{
	return p->token.kind == AWK_NEWLINE || p->token.kind == AWK_END ||
	    awk_is_operator(p, ";");
}

static void
end_statement(struct awk_parser *p)
{
	if (!is_statement_end(p)) {
		awk_fail(p, "the end of the statement");
		return;
	}
	if (p->token.kind != AWK_END)
		awk_next(p);
	awk_skip_newlines(p);
}

/* Only what the parentheses of a list hold may be compared. */
static void
parse_print(struct awk_parser *p)
{
	bool variable;

	awk_next(p);
	if (!is_statement_end(p) && !awk_is_operator(p, ">") &&
	    !awk_is_operator(p, ">>") && !awk_is_operator(p, "|")) {
		size_t at = p->at;
		struct awk_token first = p->token;
		bool list = false;

		if (awk_is_operator(p, "(")) {
			awk_next(p);
			awk_parse_list(p);
			awk_require(p, ")", "`)'");
			list = !p->failed &&
			    (is_statement_end(p) || awk_is_operator(p, ">") ||
				awk_is_operator(p, ">>") ||
				awk_is_operator(p, "|"));
		}
		if (!list && !p->failed) {
			p->at = at;
			p->token = first;
			p->brace_ends_statement = false;
			awk_parse_pattern(p, true);
			while (awk_accept(p, ",")) {
				awk_skip_newlines(p);
				awk_parse_pattern(p, true);
			}
		}
	}
	if (awk_is_operator(p, ">") || awk_is_operator(p, ">>") ||
	    awk_is_operator(p, "|")) {
		awk_next(p);
		awk_parse_sum(p, &variable);
	}
	if (awk_is_comparison(p))
		awk_fail(p, "parentheses around a comparison behind print");
}

static void
parse_simple(struct awk_parser *p)
{
	if (awk_is_keyword(p, "print") || awk_is_keyword(p, "printf"))
		parse_print(p);
	else if (awk_is_keyword(p, "delete")) {
		awk_next(p);
		if (p->token.kind != AWK_NAME)
			awk_fail(p, "the name of an array");
		awk_next(p);
		awk_require(p, "[", "`[' behind delete");
		awk_parse_list(p);
		awk_require(p, "]", "`]'");
	} else
		awk_parse_pattern(p, false);
}

static void
parse_condition(struct awk_parser *p)
{
	awk_next(p);
	awk_require(p, "(", "`('");
	awk_parse_pattern(p, false);
	awk_require(p, ")", "`)'");
	awk_skip_newlines(p);
}

static void
parse_if(struct awk_parser *p)
{
	parse_condition(p);
	parse_statement(p);
	if (!awk_is_keyword(p, "else"))
		return;
	awk_next(p);
	awk_skip_newlines(p);
	parse_statement(p);
}

/* Does `for (' go on with AWK_NAME in AWK_NAME )? */
bool
awk_is_for_in(const struct awk_parser *p)
{
	struct awk_parser ahead = *p;

	if (ahead.token.kind != AWK_NAME)
		return false;
	ahead.check = &(struct awk_check){0};
	awk_next(&ahead);
	if (!awk_is_keyword(&ahead, "in"))
		return false;
	awk_next(&ahead);
	if (ahead.token.kind != AWK_NAME)
		return false;
	awk_next(&ahead);
	return awk_is_operator(&ahead, ")");
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
		if (!awk_is_operator(p, ";"))
			parse_simple(p);
		awk_require(p, ";", "`;'");
		awk_skip_newlines(p);
		if (!awk_is_operator(p, ";"))
			awk_parse_pattern(p, false);
		awk_require(p, ";", "`;'");
		awk_skip_newlines(p);
		if (!awk_is_operator(p, ")"))
			parse_simple(p);
	}
	awk_require(p, ")", "`)'");
	awk_skip_newlines(p);
	parse_statement(p);
}

static void
parse_do(struct awk_parser *p)
{
	awk_next(p);
	awk_skip_newlines(p);
	parse_statement(p);
	if (!awk_is_keyword(p, "while")) {
		awk_fail(p, "`while'");
		return;
	}
	awk_next(p);
	awk_require(p, "(", "`('");
	awk_parse_pattern(p, false);
	awk_require(p, ")", "`)'");
	end_statement(p);
}

void
awk_parse_block(struct awk_parser *p, void (*statement)(struct awk_parser *p))
{
	awk_require(p, "{", "`{'");
	awk_skip_newlines(p);
	while (
	    !p->failed && !awk_is_operator(p, "}") && p->token.kind != AWK_END)
		statement(p);
	awk_require(p, "}", "`}'");
}

static void
parse_statement(struct awk_parser *p)
{
	if (p->failed || !awk_enter(p))
		return;
	if (awk_is_operator(p, "{")) {
		awk_parse_block(p, parse_statement);
		awk_skip_newlines(p);
	} else if (awk_is_operator(p, ";")) {
		awk_next(p);
		awk_skip_newlines(p);
	} else if (awk_is_keyword(p, "if"))
		parse_if(p);
	else if (awk_is_keyword(p, "while")) {
		parse_condition(p);
		parse_statement(p);
	} else if (awk_is_keyword(p, "for"))
		parse_for(p);
	else if (awk_is_keyword(p, "do"))
		parse_do(p);
	else if ((awk_is_keyword(p, "return") && !p->in_function) ||
	    (awk_is_keyword(p, "next") && p->in_function))
		awk_fail(p, "return in a function, or next outside of one");
	else if (awk_is_keyword(p, "break") || awk_is_keyword(p, "continue") ||
	    awk_is_keyword(p, "next")) {
		awk_next(p);
		end_statement(p);
	} else if (awk_is_keyword(p, "exit") || awk_is_keyword(p, "return")) {
		awk_next(p);
		if (!is_statement_end(p))
			awk_parse_pattern(p, false);
		end_statement(p);
	} else {
		parse_simple(p);
		end_statement(p);
	}
	p->depth--;
}

static void
parse_function(struct awk_parser *p)
{
	awk_next(p);
	if (p->token.kind != AWK_NAME && p->token.kind != AWK_CALL) {
		awk_fail(p, "the name of a function");
		return;
	}
	if (p->nfunctions < AWK_CALLS_MAX)
		p->functions[p->nfunctions++] = p->token;
	awk_next(p);
	awk_require(p, "(", "`('");
	while (p->token.kind == AWK_NAME) {
		awk_next(p);
		if (!awk_accept(p, ","))
			break;
		awk_skip_newlines(p);
	}
	awk_require(p, ")", "`)'");
	awk_skip_newlines(p);
	p->in_function = true;
	awk_parse_block(p, parse_statement);
	p->in_function = false;
}

static void
parse_item(struct awk_parser *p)
{
	if (awk_is_keyword(p, "BEGIN") || awk_is_keyword(p, "END")) {
		awk_next(p);
		awk_parse_block(p, parse_statement);
	} else if (awk_is_keyword(p, "function") || awk_is_keyword(p, "func"))
		parse_function(p);
	else if (awk_is_operator(p, "{"))
		awk_parse_block(p, parse_statement);
	else {
		awk_parse_pattern(p, false);
		if (awk_accept(p, ",")) {
			awk_skip_newlines(p);
			awk_parse_pattern(p, false);
		}
		if (awk_is_operator(p, "{"))
			awk_parse_block(p, parse_statement);
		else if (!is_statement_end(p))
			awk_fail(p, "`{' or the end of the line");
	}
}

static void
check_calls(struct awk_parser *p)
{
	size_t i, k;

	for (i = 0; i < p->ncalls; i++) {
		for (k = 0; k < p->nfunctions; k++)
			if (p->calls[i].len == p->functions[k].len &&
			    memcmp(p->calls[i].p, p->functions[k].p,
				p->calls[i].len) == 0)
				break;
		if (k == p->nfunctions && p->nfunctions < AWK_CALLS_MAX)
			syntax_note(&p->check->function, p->calls[i].at,
			    p->calls[i].p, p->calls[i].len);
	}
}

void
awk_parse(struct awk_check *c, const char *text, size_t len)
{
	struct awk_parser p = {.check = c, .text = text, .len = len};
	struct awk_check old;

	*c = (struct awk_check){0};
	/* the first `}' has no statement in front of it that could end */
	awk_next(&p);
	for (;;) {
		while (p.token.kind == AWK_NEWLINE || awk_is_operator(&p, ";"))
			awk_next(&p);
		if (p.token.kind == AWK_END)
			break;
		parse_item(&p);
	}
	check_calls(&p);
	if (c->error.found)
		return;
	awk_parse_old(&old, text, len);
	if (old.error.found)
		syntax_note(&c->newer, old.error.at, old.error.text,
		    strlen(old.error.text));
}
