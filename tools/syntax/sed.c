/*
 * The commands of sed.  One stands on a line, or a `;' follows right behind it;
 * what takes a text, a label or a file takes the rest of the line.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "syntax/sed_parser.h"

#define LABEL_MAX   7
#define ORDINAL_MAX 512 /* of s/a/b/2 */

int
sed_peek(const struct sed_parser *p)
{
	return p->at < p->end ? (unsigned char)p->text[p->at] : '\0';
}

void
sed_fail(struct sed_parser *p, const char *expected)
{
	char text[160], found[32];
	int c = sed_peek(p);

	if (!p->failed) {
		if (c == '\0')
			snprintf(found, sizeof(found), "the line ends");
		else
			snprintf(found, sizeof(found), "`%c' unexpected", c);
		snprintf(
		    text, sizeof(text), "%s, %s was expected", found, expected);
		syntax_note(&p->check->error, p->at, text, strlen(text));
	}
	p->failed = true;
}

static void
skip(struct sed_parser *p, const char *characters)
{
	while (p->at < p->end && strchr(characters, sed_peek(p)) != NULL)
		p->at++;
}

/* An address, when there is one. */
static bool
read_address(struct sed_parser *p)
{
	int c = sed_peek(p);

	if (c == '/' || c == '\\') {
		p->at += c == '\\' ? 2 : 1;
		if (p->at > p->end)
			sed_fail(p, "a delimiter behind the backslash");
		else
			sed_read_expression(
			    p, (unsigned char)p->text[p->at - 1]);
		return true;
	}
	if (c != '$' && !isdigit(c))
		return false;
	/* an empty expression behind it is taken for this one */
	p->has_expression = true;
	p->at++;
	while (c != '$' && isdigit(sed_peek(p)))
		p->at++;
	return true;
}

/* Up to two; how many there are. */
static unsigned
read_addresses(struct sed_parser *p)
{
	if (!read_address(p))
		return 0;
	if (p->failed || (sed_peek(p) != ',' && sed_peek(p) != ';'))
		return 1;
	p->at++;
	if (!read_address(p))
		sed_fail(p, "a second address: a number, $ or /.../");
	return 2;
}

/* Takes the rest of the line. */
static struct slice
read_rest(struct sed_parser *p)
{
	struct slice rest = {p->text + p->at, p->end - p->at};

	p->at = p->end;
	return rest;
}

static bool
is_listed(const struct slice *list, size_t n, struct slice label)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (list[i].len == label.len &&
		    memcmp(list[i].p, label.p, label.len) == 0)
			return true;
	return false;
}

/* The label of `:', b and t is the rest of the line. */
static void
read_label(struct sed_parser *p, bool defines)
{
	struct slice label;
	size_t at;

	skip(p, " ");
	at = p->at;
	label = read_rest(p);
	if (label.len > LABEL_MAX || memchr(label.p, ';', label.len) != NULL)
		syntax_note(&p->check->label, at, label.p, label.len);
	if (!defines && label.len > 0 && p->nbranches < SED_LABELS_MAX)
		p->branches[p->nbranches++] = label;
	if (!defines || p->nlabels == SED_LABELS_MAX)
		return;
	if (is_listed(p->labels, p->nlabels, label)) {
		p->at = at;
		sed_fail(p, "a label that is not there yet");
	}
	p->labels[p->nlabels++] = label;
}

/* The text of a, i and c begins in the next line. */
static void
read_text(struct sed_parser *p)
{
	if (p->end - p->at < 2 || memcmp(p->text + p->at, "\\\n", 2) != 0)
		sed_fail(p, "a backslash and the text in the next line");
	else
		read_rest(p);
}

static void
read_file(struct sed_parser *p)
{
	if (sed_peek(p) != ' ')
		sed_fail(p, "a blank and the name of a file");
	else
		read_rest(p);
}

static void
read_flags(struct sed_parser *p)
{
	unsigned n;

	while (!p->failed && sed_peek(p) != '\0' &&
	    (isdigit(sed_peek(p)) || strchr("gpP", sed_peek(p)) != NULL)) {
		if (!isdigit(sed_peek(p))) {
			p->at++;
			continue;
		}
		for (n = 0; isdigit(sed_peek(p)) && n <= ORDINAL_MAX; p->at++)
			n = n * 10 + (unsigned)(sed_peek(p) - '0');
		if (n > ORDINAL_MAX)
			sed_fail(p, "a number up to 512");
	}
	if (sed_peek(p) == 'w') {
		p->at++;
		read_file(p);
	}
}

static void
read_substitute(struct sed_parser *p)
{
	int delimiter = sed_peek(p);

	if (delimiter == '\0') {
		sed_fail(p, "a delimiter behind s");
		return;
	}
	p->at++;
	sed_read_expression(p, delimiter);
	sed_read_replacement(p, delimiter);
	read_flags(p);
}

static void
read_translate(struct sed_parser *p)
{
	int delimiter = sed_peek(p);

	if (delimiter == '\0') {
		sed_fail(p, "a delimiter behind y");
		return;
	}
	p->at++;
	sed_read_characters(p, delimiter);
}

/* Nothing behind it on its line is read. */
static void
close_brace(struct sed_parser *p)
{
	if (p->depth == 0) {
		sed_fail(p, "`{' in front of `}'");
		return;
	}
	p->depth--;
	skip(p, " \t;");
	if (p->at < p->end && sed_peek(p) != '#')
		syntax_note(&p->check->ignored, p->at, p->text + p->at,
		    p->end - p->at > 20 ? 20 : p->end - p->at);
	p->at = p->end;
}

static void
check_addresses(struct sed_parser *p, int command, unsigned addresses)
{
	p->at--;
	if (strchr(":}", command) != NULL && addresses > 0)
		sed_fail(p, "no address");
	else if (strchr("=airq", command) != NULL && addresses > 1)
		sed_fail(p, "only one address");
	p->at++;
}

/* A command, whose letter is next; true when another may follow it at once. */
static bool
read_command(struct sed_parser *p, unsigned addresses)
{
	int c;

	while (sed_peek(p) == '!')
		p->at++;
	c = sed_peek(p);
	if (c == '\0' || strchr("{}=:acigGhHtbnNpPrdDqlswxy", c) == NULL) {
		sed_fail(p, "a command");
		return false;
	}
	p->at++;
	check_addresses(p, c, addresses);
	if (p->failed)
		return false;
	switch (c) {
	case '{': p->depth++; return true;
	case '}': close_brace(p); break;
	case ':': read_label(p, true); break;
	case 'b':
	case 't': read_label(p, false); break;
	case 'a':
	case 'c':
	case 'i': read_text(p); break;
	case 'r':
	case 'w': read_file(p); break;
	case 's': read_substitute(p); break;
	case 'y': read_translate(p); break;
	default: break;
	}
	return false;
}

static void
parse_line(struct sed_parser *p)
{
	unsigned addresses;
	bool opened;

	while (!p->failed) {
		skip(p, " \t;");
		if (p->at >= p->end || sed_peek(p) == '#')
			return;
		addresses = read_addresses(p);
		skip(p, " \t");
		if (p->failed)
			return;
		opened = read_command(p, addresses);
		if (!p->failed && !opened && p->at < p->end &&
		    sed_peek(p) != ';')
			sed_fail(p, "`;' or the end of the line");
	}
}

/* The end of the line that begins at p->at; continued: its part ends first. */
static size_t
line_end(const struct sed_parser *p, bool *continued)
{
	size_t i;

	*continued = false;
	for (i = p->at; i < p->len; i++) {
		if (p->text[i] == '\n' || p->text[i] == '\0')
			break;
		if (p->text[i] != '\\')
			continue;
		if (++i >= p->len || p->text[i] == '\0') {
			*continued = true;
			break;
		}
	}
	return i;
}

static void
check_branches(struct sed_parser *p)
{
	size_t i;

	for (i = 0; i < p->nbranches && p->nlabels < SED_LABELS_MAX; i++)
		if (!is_listed(p->labels, p->nlabels, p->branches[i])) {
			p->at = (size_t)(p->branches[i].p - p->text);
			p->end = p->at + p->branches[i].len;
			sed_fail(p, "a label that is defined");
		}
}

void
sed_parse(struct sed_check *c, const char *text, size_t len)
{
	struct sed_parser p = {.check = c, .text = text, .len = len};
	bool continued;

	*c = (struct sed_check){0};
	for (; p.at < len && !p.failed; p.at = p.end + 1) {
		p.end = line_end(&p, &continued);
		/* sed drops the line when the part ends with a backslash */
		if (continued)
			syntax_note(
			    &c->ignored, p.at, text + p.at, p.end - p.at);
		else
			parse_line(&p);
	}
	if (!p.failed && p.depth > 0) {
		p.at = p.end = len;
		sed_fail(&p, "`}'");
	}
	check_branches(&p);
}
