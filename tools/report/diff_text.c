#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "report/diff_report.h"
#include "report/diff_value.h"
#include "report/text.h"

#define INDENT 6 /* of what stands below a name */

/* The text is untrusted: control characters do not reach the terminal. */
static void
print_line(const char *text)
{
	char *clean = text_printable(text);

	puts(clean);
	free(clean);
}

/*
 * A line of what has become of an object or parameter: "~ name: what", or with
 * an equals sign.  On a terminal that is too narrow the name has a line of its
 * own, where it stays in one piece.
 */
static void
print_change(const void *a, const void *b, const char *name, char separator,
    const char *what)
{
	const char *sign = a == NULL ? "+" : b == NULL ? "-" : "~";
	char *clean = text_printable(what), *clean_name = text_printable(name);
	char *start = xasprintf("%s %s%c", sign, clean_name, separator);
	const int gap = separator == '=' ? 0 : 1, columns = text_columns();

	fputs("  ", stdout);
	text_coloured(a == NULL ? COLOUR_GREEN
		: b == NULL     ? COLOUR_RED
				: COLOUR_YELLOW,
	    start);
	if (columns == 0 ||
	    2 + text_length(start) + gap + text_length(clean) <= columns)
		printf("%*s%s\n", gap, "", clean);
	else {
		printf("\n%*s", INDENT, "");
		text_wrapped(stdout, clean, INDENT, INDENT, columns);
	}
	free(start);
	free(clean_name);
	free(clean);
}

static void
print_params(const struct diff_package *p)
{
	const struct diff_param *param;
	char *both;
	size_t i;

	if (p->nparams > 0)
		puts("\nParameters");
	for (i = 0; i < p->nparams; i++) {
		param = &p->params[i];
		if (param->a == NULL || param->b == NULL) {
			print_change(param->a, param->b, param->name, '=',
			    param->a == NULL ? param->b : param->a);
			continue;
		}
		both = xasprintf("%s -> %s", param->a, param->b);
		print_change(param->a, param->b, param->name, ':', both);
		free(both);
	}
}

/* A copy without what a terminal would obey, but for tabs; the caller frees. */
static char *
clean_line(const char *text, size_t len)
{
	char *copy = slice_dup((struct slice){text, len}), *c;

	for (c = copy; *c != '\0'; c++)
		if (((unsigned char)*c < ' ' && *c != '\t') || *c == 127)
			*c = '?';
	return copy;
}

static void
print_text_diff(const char *text)
{
	char *line;
	size_t len;

	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		line = clean_line(text, len);
		printf("%*s", INDENT, "");
		switch (line[0]) {
		case '+': text_coloured(COLOUR_GREEN, line); break;
		case '-': text_coloured(COLOUR_RED, line); break;
		case '@': text_coloured(COLOUR_CYAN, line); break;
		default: fputs(line, stdout);
		}
		putchar('\n');
		free(line);
	}
}

static void
print_object(const struct diff_object *o)
{
	const struct object *any = o->a != NULL ? o->a : o->b;
	char *what = o->a != NULL && o->b != NULL ? diff_changes(o)
						  : diff_describe(any);

	print_change(o->a, o->b, any->path, ':', what);
	free(what);
	if (o->text != NULL)
		print_text_diff(o->text);
}

static void
print_objects(const struct diff_package *p, bool information)
{
	const struct object *any;
	bool title = false;
	size_t i;

	for (i = 0; i < p->nobjects; i++) {
		any = p->objects[i].a != NULL ? p->objects[i].a
					      : p->objects[i].b;
		if ((any->ftype == 'i') != information)
			continue;
		if (!title)
			puts(information ? "\nScripts and information files"
					 : "\nObjects");
		title = true;
		print_object(&p->objects[i]);
	}
}

void
diff_print_text(const struct diff *diff)
{
	const struct diff_package *p;
	char *title;
	size_t i;

	for (i = 0; i < diff->n; i++) {
		p = &diff->v[i];
		if (i > 0)
			putchar('\n');
		if (p->a != NULL) {
			title = diff_title(p->a);
			printf("--- %s: ", reader_name(diff->a));
			print_line(title);
			free(title);
		}
		if (p->b != NULL) {
			title = diff_title(p->b);
			printf("+++ %s: ", reader_name(diff->b));
			print_line(title);
			free(title);
		}
		print_params(p);
		print_objects(p, true);
		print_objects(p, false);
	}
}
