#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/help.h"
#include "cli/synopsis.h"
#include "report/text.h"

#define COLUMN       26 /* where the explanations begin */
#define WIDTH        78

#define GROUP_COLUMN 14 /* where the options of a group begin */

/*
 * Words from the column indent to WIDTH, continued on further lines; two
 * blanks behind a full stop.
 */
static void
print_wrapped(const char *text, size_t textlen, int indent, FILE *out)
{
	const char *end = text + textlen;
	int column = indent, gap = 0, len;

	for (text += strspn(text, " \n"); text < end;
	     text += strspn(text, " \n")) {
		len = (int)strcspn(text, " \n");
		if (column > indent && column + gap + len > WIDTH) {
			fprintf(out, "\n%*s", indent, "");
			column = indent;
		} else
			column += fprintf(out, "%*s", gap, "");
		column += fprintf(out, "%.*s", len, text);
		text += len;
		gap = text[-1] == '.' ? 2 : 1;
	}
	fputc('\n', out);
}

/*
 * Paragraphs, with an empty line in front of each; one that begins with a blank
 * is printed as it is.
 */
static void
print_paragraphs(const char *text, FILE *out)
{
	const char *end;
	size_t len;

	while (text != NULL && *text != '\0') {
		end = strstr(text, "\n\n");
		len = end == NULL ? strlen(text) : (size_t)(end - text);
		fputc('\n', out);
		if (*text == ' ')
			fprintf(out, "%.*s\n", (int)len, text);
		else
			print_wrapped(text, len, 0, out);
		text += len;
		text += strspn(text, "\n");
	}
}

/* "-o, --output FILE"; the long form of all options begins below each other */
static void
format_option(const struct opt *o, struct buf *b)
{
	if (o->letter != 0)
		buf_printf(b, "-%c%s", o->letter, o->name != NULL ? ", " : "");
	else
		buf_str(b, "    ");
	if (o->name != NULL)
		buf_printf(b, "--%s", o->name);
	if (o->arg != NULL)
		buf_printf(b, " %s", o->arg);
}

static void
print_option(const struct opt *o, FILE *out)
{
	struct buf left = BUF_INIT;

	if (o->kind == OPT_SECTION) {
		fprintf(out, "\n%s\n", o->help);
		return;
	}
	format_option(o, &left);
	if (2 + left.len + 1 >= COLUMN)
		fprintf(out, "  %s\n%*s", buf_text(&left), COLUMN, "");
	else
		fprintf(out, "  %-*s", COLUMN - 2, buf_text(&left));
	buf_free(&left);
	print_wrapped(o->help, strlen(o->help), COLUMN, out);
}

/* Each form on lines of its own, which go on below its first item. */
static void
print_synopsis(const struct verb *v, FILE *out)
{
	const char *rest = v->synopsis, *label = "usage:";
	struct synopsis_item item = {NULL, 0, false};
	int indent = 0, column = 0;

	while (synopsis_next(&rest, &item)) {
		if (item.begins) {
			indent = column = fprintf(out, "%s%s pkgstream%s%s",
			    column > 0 ? "\n" : "", label,
			    verb_is_program(v) ? "" : " ", v->name);
			label = "      ";
		} else if (column + 1 + (int)item.len > WIDTH)
			column = fprintf(out, "\n%*s", indent, "");
		column += fprintf(out, " %.*s", (int)item.len, item.text);
	}
	fputc('\n', out);
}

static void
print_list(const struct verb *const *list, FILE *out)
{
	for (; *list != NULL; list++)
		if (!(*list)->hidden)
			fprintf(out, "  %-16s %s\n", (*list)->name,
			    (*list)->summary);
}

/*
 * A heading and the options up to the next one, as many in a line as fit.
 * Returns what is behind them.
 */
static const struct opt *
print_names(const char *heading, const struct opt *o, FILE *out)
{
	struct buf item = BUF_INIT;
	const char *text;
	int column = fprintf(out, "%-*s", GROUP_COLUMN - 2, heading), gap;

	if (column > GROUP_COLUMN - 2)
		column = fprintf(out, "\n") - 1;
	gap = GROUP_COLUMN - column;
	for (; !opt_is_end(o) && !opt_is_heading(o); o++) {
		item.len = 0;
		format_option(o, &item);
		text = buf_text(&item) + strspn(buf_text(&item), " ");
		if (column + gap + (int)strlen(text) > WIDTH) {
			fputc('\n', out);
			column = 0;
			gap = GROUP_COLUMN;
		}
		column += fprintf(out, "%*s%s", gap, "", text);
		gap = 2;
	}
	fputc('\n', out);
	buf_free(&item);
	return o;
}

/* names: without their explanations, which are only in groups left out else. */
static void
print_options(const struct opt *o, bool names, FILE *out)
{
	fputc('\n', out);
	while (!opt_is_end(o))
		if (o->kind == OPT_GROUP || (names && opt_is_heading(o)))
			o = print_names(o->help, o + 1, out);
		else if (names)
			o = print_names("Options:", o, out);
		else
			print_option(o++, out);
}

/* The program itself, in 23 lines. */
static void
print_program(const struct verb *v, FILE *out)
{
	print_synopsis(v, out);
	fprintf(out, "%s\n", v->text);
	print_list(v->verbs, out);
	print_paragraphs("`pkgstream VERB --help' tells more, --version the "
			 "version.  Exit status: 0 done, 1 findings, 2 wrong "
			 "usage, 3 bad input, 4 the system failed.",
	    out);
}

static void
print_verb(const struct verb *v, bool names, FILE *out)
{
	print_synopsis(v, out);
	print_paragraphs(v->text, out);
	if (v->verbs != NULL) {
		fputc('\n', out);
		print_list(v->verbs, out);
	}
	if (v->options != NULL)
		print_options(v->options, names, out);
}

/* Does the whole help fit into a terminal of so many rows, with the prompt? */
static bool
fits(const struct verb *v, int rows)
{
	char *text = NULL;
	size_t len = 0, i;
	FILE *out = open_memstream(&text, &len);

	if (out == NULL)
		return true;
	print_verb(v, false, out);
	fclose(out);
	for (i = 0; i < len; i++)
		rows -= text[i] == '\n';
	free(text);
	return rows > 0;
}

void
help_print(const struct verb *v, FILE *out)
{
	const int rows = text_rows(fileno(out));

	if (verb_is_program(v))
		print_program(v, out);
	else if (rows == 0 || fits(v, rows))
		print_verb(v, false, out);
	else {
		print_verb(v, true, out);
		fprintf(out,
		    "\n`pkgstream help %s | more' tells what each option "
		    "does.\n",
		    v->name);
	}
}
