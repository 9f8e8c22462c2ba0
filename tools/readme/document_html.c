#include <string.h>

#include "readme/document.h"

/* Small enough to be read on a phone; tables become lists there. */
static const char style[] =
    "body{font:1em/1.6 sans-serif;max-width:52em;margin:0 auto;padding:1em;"
    "color:#222;background:#fff}\n"
    "h1{font-size:1.5em;line-height:1.3;border-bottom:3px solid #246}\n"
    "h2{font-size:1.15em;margin-top:1.8em;border-bottom:1px solid #bbb}\n"
    "pre{background:#f2f4f7;border:1px solid #ccd;padding:.6em;"
    "white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "code{background:#f2f4f7;overflow-wrap:anywhere}\n"
    "pre,code{font-family:monospace}\n"
    "table{border-collapse:collapse;width:100%;font-size:.92em}\n"
    "th,td{border:1px solid #ccc;padding:.25em .5em;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}\n"
    "th{background:#e8ecf2}\n"
    "table.facts th{width:11em}\n"
    "@media(max-width:40em){th,td{display:block;width:auto!important}"
    "tr{display:block;margin:.5em 0}tr.head{display:none}"
    "td:empty{display:none}}\n"
    "@media print{body{max-width:none;font-size:10pt;padding:0}"
    "pre,tr{page-break-inside:avoid}h2{page-break-after:avoid}}\n";

static void
write_escaped(const char *s, struct buf *out)
{
	bool in_code = false;

	for (; *s != '\0'; s++) {
		if (*s == '&')
			buf_str(out, "&amp;");
		else if (*s == '<')
			buf_str(out, "&lt;");
		else if (*s == '>')
			buf_str(out, "&gt;");
		else if (*s == '"')
			buf_str(out, "&quot;");
		else if (*s == DOCUMENT_CODE && !in_code) {
			buf_str(out, "<code>");
			in_code = true;
		} else if (*s == DOCUMENT_CODE_END && in_code) {
			buf_str(out, "</code>");
			in_code = false;
		} else if ((unsigned char)*s >= ' ')
			buf_char(out, *s);
	}
	if (in_code)
		buf_str(out, "</code>");
}

static void
write_element(const char *name, const char *text, struct buf *out)
{
	buf_printf(out, "<%s>", name);
	write_escaped(text, out);
	buf_printf(out, "</%s>", name);
}

/* What surrounds neighbours of this kind; NULL: nothing. */
static const char *
group_of(enum block_kind kind)
{
	switch (kind) {
	case BLOCK_ITEM: return "ul";
	case BLOCK_COMMAND: return "pre";
	case BLOCK_FACT:
	case BLOCK_HEADER:
	case BLOCK_ROW: return "table";
	default: return NULL;
	}
}

static void
write_row(const struct block *b, struct buf *out)
{
	size_t i;

	buf_str(out, b->kind == BLOCK_HEADER ? "<tr class=\"head\">" : "<tr>");
	for (i = 0; i < b->n; i++)
		write_element(
		    b->kind == BLOCK_HEADER || (b->kind == BLOCK_FACT && i == 0)
			? "th"
			: "td",
		    b->cells[i], out);
	buf_str(out, "</tr>");
}

static void
write_block(const struct block *b, struct buf *out)
{
	static const char *const names[] = {
	    [BLOCK_TITLE] = "h1",
	    [BLOCK_HEADING] = "h2",
	    [BLOCK_PARAGRAPH] = "p",
	    [BLOCK_ITEM] = "li",
	};

	if (b->kind >= BLOCK_FACT)
		write_row(b, out);
	else if (b->kind == BLOCK_COMMAND)
		write_escaped(b->cells[0], out);
	else
		write_element(names[b->kind], b->cells[0], out);
	buf_char(out, '\n');
}

/* Do two neighbours belong to one group? */
static bool
is_joined(const struct block *a, const struct block *b)
{
	return group_of(a->kind) != NULL && b->kind != BLOCK_HEADER &&
	    (a->kind == b->kind ||
		(a->kind == BLOCK_HEADER && b->kind == BLOCK_ROW));
}

static void
write_blocks(const struct document *doc, struct buf *out)
{
	const struct block *b;
	const char *group;
	size_t i;

	for (i = 0; i < doc->n; i++) {
		b = &doc->v[i];
		group = group_of(b->kind);
		if (group != NULL && (i == 0 || !is_joined(b - 1, b)))
			buf_printf(out, "<%s%s>%s", group,
			    b->kind == BLOCK_FACT ? " class=\"facts\"" : "",
			    b->kind == BLOCK_COMMAND ? "" : "\n");
		write_block(b, out);
		if (group != NULL && (i + 1 == doc->n || !is_joined(b, b + 1)))
			buf_printf(out, "</%s>\n", group);
	}
}

void
document_write_html(const struct document *doc, const char *lang,
    const char *charset, struct buf *out)
{
	const char *title = doc->n > 0 ? doc->v[0].cells[0] : "";

	buf_printf(out,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"%s\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n",
	    lang, charset);
	write_element("title", title, out);
	buf_printf(out, "\n<style>\n%s</style>\n</head>\n<body>\n", style);
	write_blocks(doc, out);
	buf_str(out, "</body>\n</html>\n");
}
