/*
 * Help, printed from the tables of verbs and options.
 */
#include <string.h>

#include "cmd/verb.h"

#define COLUMN	26	/* where the explanations begin */
#define WIDTH	78

/* Words from column COLUMN to WIDTH, continued on further lines. */
static void
print_wrapped(const char *text, FILE *out)
{
	int column = COLUMN;
	size_t len;

	while (*text != '\0') {
		len = strcspn(text, " ");
		if (column > COLUMN && column + (int)len + 1 > WIDTH) {
			fprintf(out, "\n%*s", COLUMN, "");
			column = COLUMN;
		}
		if (column > COLUMN)
			column += fprintf(out, " ");
		column += fprintf(out, "%.*s", (int)len, text);
		text += len;
		text += strspn(text, " ");
	}
	fputc('\n', out);
}

static void
print_option(const struct opt *o, FILE *out)
{
	char left[80];
	int len = 0;

	if (o->kind == OPT_SECTION) {
		fprintf(out, "\n%s\n", o->help);
		return;
	}
	if (o->letter != 0)
		len = snprintf(left, sizeof(left), "-%c%s", o->letter,
		    o->name != NULL ? ", " : "");
	else
		len = snprintf(left, sizeof(left), "    ");
	if (o->name != NULL)
		len += snprintf(left + len, sizeof(left) - (size_t)len,
		    "--%s", o->name);
	if (o->arg != NULL)
		len += snprintf(left + len, sizeof(left) - (size_t)len,
		    " %s", o->arg);
	if (2 + len + 1 >= COLUMN)
		fprintf(out, "  %s\n%*s", left, COLUMN, "");
	else
		fprintf(out, "  %-*s", COLUMN - 2, left);
	print_wrapped(o->help, out);
}

static void
print_synopsis(const struct verb *v, FILE *out)
{
	const char *line = v->synopsis;
	const char *label = "usage:";
	size_t len;

	while (*line != '\0') {
		len = strcspn(line, "\n");
		if (line[0] == ' ')	/* goes on */
			fprintf(out, "       %.*s\n", (int)len, line);
		else {
			fprintf(out, "%s pkgstream %s %.*s\n", label, v->name,
			    (int)len, line);
			label = "      ";
		}
		line += len;
		line += *line == '\n';
	}
}

static void
print_list(const struct verb *const *list, FILE *out)
{
	for (; *list != NULL; list++)
		if (!(*list)->hidden)
			fprintf(out, "  %-16s %s\n", (*list)->name,
			    (*list)->summary);
}

static void
print_verb(const struct verb *v, FILE *out)
{
	const struct opt *o;

	print_synopsis(v, out);
	fprintf(out, "\n%s", v->text);
	if (v->verbs != NULL) {
		fputc('\n', out);
		print_list(v->verbs, out);
	}
	if (v->options == NULL)
		return;
	fputc('\n', out);
	for (o = v->options; !opt_is_end(o); o++)
		print_option(o, out);
}

void
help_print(const struct verb *v, FILE *out)
{
	if (v != NULL) {
		print_verb(v, out);
		return;
	}
	fprintf(out,
	    "usage: pkgstream VERB [options] ...\n"
	    "\n"
	    "Makes, reads, checks and rehearses Solaris SVR4 packages on any "
	    "Unix host.\n"
	    "\n");
	print_list(verbs, out);
	fprintf(out,
	    "\n"
	    "`pkgstream VERB --help' tells more.  Exit status: 0 done, "
	    "1 findings or\n"
	    "differences, 2 wrong usage, 3 bad input, 4 the system failed.\n");
}
