#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/diff_report.h"
#include "report/diff_value.h"
#include "report/text.h"

/* The text is untrusted: control characters do not reach the terminal. */
static void
print_line(const char *sign, const char *text)
{
	char *clean = text_printable(text);

	printf("%s%s\n", sign, clean);
	free(clean);
}

static void
print_params(const struct diff_package *p)
{
	const struct diff_param *param;
	char *line;
	size_t i;

	if (p->nparams > 0)
		puts("\nParameters");
	for (i = 0; i < p->nparams; i++) {
		param = &p->params[i];
		if (param->a == NULL)
			line = xasprintf("%s=%s", param->name, param->b);
		else if (param->b == NULL)
			line = xasprintf("%s=%s", param->name, param->a);
		else
			line = xasprintf(
			    "%s: %s -> %s", param->name, param->a, param->b);
		print_line(param->a == NULL ? "  + "
			: param->b == NULL  ? "  - "
					    : "  ~ ",
		    line);
		free(line);
	}
}

/* The lines are untrusted as well, but tabs are kept in them. */
static void
print_text_diff(const char *text)
{
	size_t i, len;

	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		fputs("      ", stdout);
		for (i = 0; i < len; i++)
			putchar(
			    ((unsigned char)text[i] < ' ' && text[i] != '\t') ||
				    text[i] == 127
				? '?'
				: text[i]);
		putchar('\n');
	}
}

static void
print_object(const struct diff_object *o)
{
	const struct object *any = o->a != NULL ? o->a : o->b;
	char *what, *line;

	what = o->a != NULL && o->b != NULL ? diff_changes(o)
					    : diff_describe(any);
	line = xasprintf("%s: %s", any->path, what);
	print_line(o->a == NULL ? "  + "
		: o->b == NULL  ? "  - "
				: "  ~ ",
	    line);
	free(line);
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
			print_line("", title);
			free(title);
		}
		if (p->b != NULL) {
			title = diff_title(p->b);
			printf("+++ %s: ", reader_name(diff->b));
			print_line("", title);
			free(title);
		}
		print_params(p);
		print_objects(p, true);
		print_objects(p, false);
	}
}
