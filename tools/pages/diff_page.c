#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/mem.h"
#include "pages/diff_page.h"
#include "report/diff_value.h"

static const char style[] =
    "td:first-child{width:5em}\n"
    ".added{color:#116329}.removed{color:#a40e26}.changed{color:#7d4e00}\n"
    "pre .added{background:#dafbe1}pre .removed{background:#ffebe9}\n"
    "pre .place{color:#0550ae}\n";

static void
begin_row(struct buf *out, const char *change)
{
	buf_printf(out, "<tr><td class=\"%s\">%s</td><td>", change, change);
}

static void
print_params(struct buf *out, const struct diff_package *p)
{
	const struct diff_param *param;
	size_t i;

	if (p->nparams == 0)
		return;
	buf_str(out, "<h2>Parameters</h2>\n<table>\n");
	for (i = 0; i < p->nparams; i++) {
		param = &p->params[i];
		begin_row(out, diff_change_name(param->a, param->b));
		html_text(out, param->name);
		buf_str(out, "</td><td>");
		if (param->a != NULL)
			html_text(out, param->a);
		if (param->a != NULL && param->b != NULL)
			buf_str(out, " &rarr; ");
		if (param->b != NULL)
			html_text(out, param->b);
		buf_str(out, "</td></tr>\n");
	}
	buf_str(out, "</table>\n");
}

static void
print_text_diff(struct buf *out, const char *text)
{
	const char *class;
	size_t len;

	buf_str(out, "<pre>");
	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		class = text[0] == '+' ? "added"
		    : text[0] == '-'   ? "removed"
		    : text[0] == '@'   ? "place"
				       : "same";
		buf_printf(out, "<span class=\"%s\">", class);
		html_text_part(out, text, len);
		buf_str(out, "</span>\n");
	}
	buf_str(out, "</pre>");
}

static void
print_object(struct buf *out, const struct diff_object *o)
{
	const struct object *any = o->b != NULL ? o->b : o->a;
	char *what;

	what = o->a != NULL && o->b != NULL ? diff_changes(o)
					    : diff_describe(any);
	begin_row(out, diff_change_name(o->a, o->b));
	buf_str(out, "<code>");
	html_text(out, any->path);
	buf_str(out, "</code><br>");
	html_text(out, what);
	free(what);
	if (o->text != NULL)
		print_text_diff(out, o->text);
	buf_str(out, "</td></tr>\n");
}

static void
print_objects(struct buf *out, const struct diff_package *p, bool information)
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
			buf_printf(out, "<h2>%s</h2>\n<table>\n",
			    information ? "Scripts and information files"
					: "Objects");
		open = true;
		print_object(out, &p->objects[i]);
	}
	if (open)
		buf_str(out, "</table>\n");
}

/* "ACMEx 1.0 -> ACMEx 1.1"; a package may be missing.  The caller frees. */
static char *
title_of(const struct diff_package *p)
{
	static const char none[] = "(not there)";
	char *a = p->a == NULL ? xstrdup(none) : diff_title(p->a);
	char *b = p->b == NULL ? xstrdup(none) : diff_title(p->b);
	char *title = xasprintf("%s \u2192 %s", a, b);

	free(a);
	free(b);
	return title;
}

/* The first package, or the sources; the caller frees. */
static char *
title_of_page(const struct diff *diff)
{
	char *first, *title;

	if (diff->n == 0)
		return xasprintf("%s and %s: no differences",
		    reader_name(diff->a), reader_name(diff->b));
	first = title_of(&diff->v[0]);
	if (diff->n == 1)
		return first;
	title = xasprintf("%s, and %zu more", first, diff->n - 1);
	free(first);
	return title;
}

static void
print_package(struct buf *out, const struct diff_package *p)
{
	char *title = title_of(p);

	html_element(out, "h1", title);
	buf_char(out, '\n');
	print_params(out, p);
	print_objects(out, p, true);
	print_objects(out, p, false);
	free(title);
}

void
diff_print_html(const struct diff *diff)
{
	char *title = title_of_page(diff);
	struct html_page page = {
	    .lang = "en", .charset = "utf-8", .title = title, .style = style};
	struct buf out = BUF_INIT;
	size_t i;

	html_begin(&out, &page);
	if (diff->n == 0)
		buf_str(&out, "<h1>No differences</h1>\n");
	buf_str(&out, "<p>");
	html_element(&out, "code", reader_name(diff->a));
	buf_str(&out, " &rarr; ");
	html_element(&out, "code", reader_name(diff->b));
	buf_str(&out, "</p>\n");
	for (i = 0; i < diff->n; i++)
		print_package(&out, &diff->v[i]);
	html_end(&out);
	fwrite(out.data, 1, out.len, stdout);
	buf_free(&out);
	free(title);
}
