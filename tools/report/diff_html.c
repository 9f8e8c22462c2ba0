#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/diff_report.h"
#include "report/diff_value.h"

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<title>Package differences</title>\n"
    "<style>\n"
    "body { font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto;\n"
    "  padding: 0 1em; color: #222; background: #fff; }\n"
    "h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin-top: 2em; }\n"
    "table { border-collapse: collapse; width: 100%; }\n"
    "td { border-top: 1px solid #ddd; padding: .3em .6em;\n"
    "  vertical-align: top; overflow-wrap: anywhere; }\n"
    "td:first-child { width: 5em; }\n"
    ".added { color: #116329; } .removed { color: #a40e26; }\n"
    ".changed { color: #7d4e00; }\n"
    "pre { background: #f6f8fa; padding: .6em; overflow-x: auto; }\n"
    "pre .added { background: #dafbe1; }\n"
    "pre .removed { background: #ffebe9; }\n"
    "pre .place { color: #0550ae; }\n"
    "</style>\n"
    "</head>\n"
    "<body>\n";

/* Control characters have no place in HTML; bytes are taken as UTF-8. */
static void
print_escaped(const char *s, size_t len)
{
	for (; len > 0; len--, s++)
		switch (*s) {
		case '&': fputs("&amp;", stdout); break;
		case '<': fputs("&lt;", stdout); break;
		case '>': fputs("&gt;", stdout); break;
		case '"': fputs("&quot;", stdout); break;
		default:
			putchar(((unsigned char)*s < ' ' && *s != '\t' &&
				    *s != '\n') ||
				    *s == 127
				? '?'
				: *s);
		}
}

static void
print_string(const char *s)
{
	print_escaped(s, strlen(s));
}

static void
begin_row(const char *change)
{
	printf("<tr><td class=\"%s\">%s</td><td>", change, change);
}

static void
print_params(const struct diff_package *p)
{
	const struct diff_param *param;
	size_t i;

	if (p->nparams == 0)
		return;
	fputs("<h2>Parameters</h2>\n<table>\n", stdout);
	for (i = 0; i < p->nparams; i++) {
		param = &p->params[i];
		begin_row(diff_change_name(param->a, param->b));
		print_string(param->name);
		fputs("</td><td>", stdout);
		if (param->a != NULL)
			print_string(param->a);
		if (param->a != NULL && param->b != NULL)
			fputs(" &rarr; ", stdout);
		if (param->b != NULL)
			print_string(param->b);
		fputs("</td></tr>\n", stdout);
	}
	fputs("</table>\n", stdout);
}

static void
print_text_diff(const char *text)
{
	const char *class;
	size_t len;

	fputs("<pre>", stdout);
	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		class = text[0] == '+' ? "added"
		    : text[0] == '-'   ? "removed"
		    : text[0] == '@'   ? "place"
				       : "same";
		printf("<span class=\"%s\">", class);
		print_escaped(text, len);
		fputs("</span>\n", stdout);
	}
	fputs("</pre>", stdout);
}

static void
print_object(const struct diff_object *o)
{
	const struct object *any = o->b != NULL ? o->b : o->a;
	char *what;

	what = o->a != NULL && o->b != NULL ? diff_changes(o)
					    : diff_describe(any);
	begin_row(diff_change_name(o->a, o->b));
	fputs("<code>", stdout);
	print_string(any->path);
	fputs("</code><br>", stdout);
	print_string(what);
	free(what);
	if (o->text != NULL)
		print_text_diff(o->text);
	fputs("</td></tr>\n", stdout);
}

static void
print_objects(const struct diff_package *p, bool information)
{
	const struct object *any;
	bool open = false;
	size_t i;

	for (i = 0; i < p->nobjects; i++) {
		any = p->objects[i].b != NULL ? p->objects[i].b
					      : p->objects[i].a;
		if ((any->ftype == 'i') != information)
			continue;
		if (!open)
			printf("<h2>%s</h2>\n<table>\n",
			    information ? "Scripts and information files"
					: "Objects");
		open = true;
		print_object(&p->objects[i]);
	}
	if (open)
		fputs("</table>\n", stdout);
}

static void
print_title(const struct package *p, const char *none)
{
	char *title;

	if (p == NULL) {
		fputs(none, stdout);
		return;
	}
	title = diff_title(p);
	print_string(title);
	free(title);
}

void
diff_print_html(const struct diff *diff)
{
	size_t i;

	fputs(head, stdout);
	if (diff->n == 0)
		fputs("<h1>No differences</h1>\n", stdout);
	fputs("<p><code>", stdout);
	print_string(reader_name(diff->a));
	fputs("</code> &rarr; <code>", stdout);
	print_string(reader_name(diff->b));
	fputs("</code></p>\n", stdout);
	for (i = 0; i < diff->n; i++) {
		fputs("<h1>", stdout);
		print_title(diff->v[i].a, "(not there)");
		fputs(" &rarr; ", stdout);
		print_title(diff->v[i].b, "(not there)");
		fputs("</h1>\n", stdout);
		print_params(&diff->v[i]);
		print_objects(&diff->v[i], true);
		print_objects(&diff->v[i], false);
	}
	fputs("</body>\n</html>\n", stdout);
}
