/*
 * Regular expressions and replacements of sed, as compile() of regexp(5) reads
 * them.
 */
#include <ctype.h>
#include <string.h>

#include "syntax/sed_parser.h"

#define GROUPS_MAX   9
#define INTERVAL_MAX 255

/* What a `*' or `\{' stands behind. */
enum atom { ATOM_NONE, ATOM_ONE, ATOM_OPEN, ATOM_CLOSE };

struct expression {
	struct sed_parser *p;
	int delimiter;
	enum atom atom;
	int open, closed;
};

static void
note(struct syntax_place *place, const struct sed_parser *p, size_t at,
    size_t len)
{
	syntax_note(place, at, p->text + at, len);
}

/* [...]: no backslash means anything in it, and no class. */
static void
read_bracket(struct expression *e)
{
	struct sed_parser *p = e->p;
	size_t first;

	if (sed_peek(p) == '^')
		p->at++;
	for (first = p->at; p->at < p->end; p->at++) {
		if (p->text[p->at] == '\n')
			break;
		if (p->text[p->at] == ']' && p->at > first) {
			p->at++;
			e->atom = ATOM_ONE;
			return;
		}
		if (p->text[p->at] == '[' && p->at + 1 < p->end &&
		    p->text[p->at + 1] == ':')
			note(&p->check->literal, p, p->at, 2);
		if (p->text[p->at] == '\\' && p->at + 1 < p->end &&
		    strchr("tn", p->text[p->at + 1]) != NULL)
			note(&p->check->escape, p, p->at, 2);
	}
	sed_fail(p, "`]'");
}

/* A number of an interval; -1: there is none. */
static int
read_count(struct sed_parser *p)
{
	int n = -1;

	for (; isdigit(sed_peek(p)) && n <= INTERVAL_MAX; p->at++)
		n = (n < 0 ? 0 : n * 10) + (sed_peek(p) - '0');
	return n;
}

/* Behind \{ */
static void
read_interval(struct expression *e)
{
	struct sed_parser *p = e->p;
	int least = read_count(p), most = least;

	if (sed_peek(p) == ',') {
		p->at++;
		most = isdigit(sed_peek(p)) ? read_count(p) : INTERVAL_MAX;
	}
	if (least < 0 || most < least || most > INTERVAL_MAX ||
	    p->end - p->at < 2 || memcmp(p->text + p->at, "\\}", 2) != 0)
		sed_fail(p, "an interval like \\{1,3\\} up to 255");
	else
		p->at += 2;
}

/* The character behind a backslash. */
static void
read_escape(struct expression *e)
{
	struct sed_parser *p = e->p;
	int c = sed_peek(p);

	p->at++;
	if (c == '{' && e->atom != ATOM_NONE) {
		read_interval(e);
		return;
	}
	e->atom = c == '(' ? ATOM_OPEN : c == ')' ? ATOM_CLOSE : ATOM_ONE;
	if (c == '(' && p->groups++ == GROUPS_MAX)
		sed_fail(p, "at most nine \\(");
	else if (c == '(')
		e->open++;
	else if (c == ')' && e->open-- == 0)
		sed_fail(p, "`\\(' in front of `\\)'");
	else if (c == ')')
		e->closed++;
	else if (c >= '1' && c <= '9' && c - '0' > e->closed)
		sed_fail(p, "as many \\( \\) in front of it");
	else if (c == '\0' || c == '\n')
		sed_fail(p, "a character behind the backslash");
	else if (c != e->delimiter && strchr("+?|twWsSbB", c) != NULL)
		note(&p->check->escape, p, p->at - 2, 2);
}

static void
read_one(struct expression *e)
{
	struct sed_parser *p = e->p;
	int c = sed_peek(p);

	p->at++;
	if (c == '\\')
		read_escape(e);
	else if (c == '[')
		read_bracket(e);
	else if (c == '*' && e->atom == ATOM_CLOSE) {
		note(&p->check->literal, p, p->at - 3, 3);
		e->atom = ATOM_ONE;
	} else
		e->atom = ATOM_ONE;
}

void
sed_read_expression(struct sed_parser *p, int delimiter)
{
	struct expression e = {.p = p, .delimiter = delimiter};

	if (delimiter != '\0' && sed_peek(p) == delimiter) {
		p->at++;
		if (!p->has_expression)
			sed_fail(p, "an expression before an empty one");
		return;
	}
	p->groups = 0;
	p->has_expression = true;
	if (sed_peek(p) == '^' && delimiter != '^')
		p->at++;
	while (!p->failed && p->at < p->end && sed_peek(p) != delimiter)
		read_one(&e);
	if (p->at >= p->end)
		sed_fail(p, "the end of the regular expression");
	else if (e.open > 0)
		sed_fail(p, "`\\)'");
	else
		p->at++;
}

void
sed_read_replacement(struct sed_parser *p, int delimiter)
{
	int c;

	while (!p->failed && p->at < p->end && sed_peek(p) != delimiter) {
		if (p->text[p->at++] != '\\')
			continue;
		c = sed_peek(p);
		if (c >= '1' && c <= '9' && c - '0' > p->groups)
			sed_fail(p, "as many \\( \\) in the expression");
		else if (c != '\0' && c != delimiter &&
		    strchr("ntraUuLlE", c) != NULL)
			note(&p->check->escape, p, p->at - 1, 2);
		p->at++;
	}
	if (p->at >= p->end)
		sed_fail(p, "the delimiter behind the replacement");
	else
		p->at++;
}

/* Counts the characters of a half of y. */
static size_t
count_characters(struct sed_parser *p, int delimiter)
{
	size_t n = 0;

	for (; p->at < p->end && sed_peek(p) != delimiter; p->at++, n++)
		if (sed_peek(p) == '\\')
			p->at++;
	if (p->at >= p->end)
		sed_fail(p, "the delimiter of y");
	else
		p->at++;
	return n;
}

void
sed_read_characters(struct sed_parser *p, int delimiter)
{
	size_t first = count_characters(p, delimiter);

	if (!p->failed && count_characters(p, delimiter) != first)
		sed_fail(p, "as many characters in both halves of y");
}
