#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Tables become lists where the window is narrow. */
static const char style[] =
    "body{font:1em/1.6 sans-serif;max-width:52em;margin:0 auto;padding:1em;"
    "color:#222;background:#fff}\n"
    "h1{font-size:1.5em;line-height:1.3;border-bottom:3px solid #246;"
    "overflow-wrap:anywhere}\n"
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
    "td:empty{display:none}"
    "td[data-label]::before{content:attr(data-label) \": \";color:#666}}\n"
    "@media print{body{max-width:none;font-size:10pt;padding:0}"
    "pre,tr{page-break-inside:avoid}h2{page-break-after:avoid}}\n";

void
html_begin(struct buf *out, const struct html_page *page)
{
	buf_printf(out,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"%s\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n",
	    page->lang, page->charset);
	html_element(out, "title", page->title);
	buf_printf(out, "\n<style>\n%s%s</style>\n</head>\n<body>\n", style,
	    page->style == NULL ? "" : page->style);
}

void
html_end(struct buf *out)
{
	buf_str(out, "</body>\n</html>\n");
}

/* Appends the character at s; returns its bytes. */
static size_t
add_character(struct buf *out, const char *s)
{
	size_t len = utf8_length(s);

	switch (*s) {
	case '&': buf_str(out, "&amp;"); return 1;
	case '<': buf_str(out, "&lt;"); return 1;
	case '>': buf_str(out, "&gt;"); return 1;
	case '"': buf_str(out, "&quot;"); return 1;
	case '\t':
	case '\n': buf_char(out, *s); return 1;
	default: break;
	}
	/* those of C1 take two bytes: C2 80 to C2 9F */
	if (len == 0 || (unsigned char)*s < ' ' || *s == 127 ||
	    (len == 2 && (unsigned char)s[0] == 0xc2 &&
		(unsigned char)s[1] < 0xa0))
		buf_char(out, '?');
	else
		buf_add(out, s, len);
	return len == 0 ? 1 : len;
}

void
html_text(struct buf *out, const char *s)
{
	while (*s != '\0')
		s += add_character(out, s);
}

void
html_text_part(struct buf *out, const char *s, size_t len)
{
	char *part = xstrndup(s, len);

	html_text(out, part);
	free(part);
}

void
html_element(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, "<%s>", name);
	html_text(out, text);
	buf_printf(out, "</%s>", name);
}

void
html_cell(
    struct buf *out, const char *class, const char *label, const char *text)
{
	buf_str(out, "<td");
	if (class != NULL)
		buf_printf(out, " class=\"%s\"", class);
	if (label != NULL)
		buf_printf(out, " data-label=\"%s\"", label);
	buf_char(out, '>');
	html_text(out, text);
	buf_str(out, "</td>");
}
