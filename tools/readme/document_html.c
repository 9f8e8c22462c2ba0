#include <string.h>

#include "base/html.h"
#include "readme/document.h"

/* The marks of code become elements; a text ends them in any case. */
static void
write_text(const char *s, struct buf *out)
{
	static const char marks[] = {DOCUMENT_CODE, DOCUMENT_CODE_END, '\0'};
	bool in_code = false;
	size_t len;

	for (; *s != '\0'; s += len) {
		len = strcspn(s, marks);
		html_text_part(out, s, len);
		if (s[len] == '\0')
			break;
		if ((s[len] == DOCUMENT_CODE) != in_code) {
			in_code = !in_code;
			buf_str(out, in_code ? "<code>" : "</code>");
		}
		len++;
	}
	if (in_code)
		buf_str(out, "</code>");
}

static void
write_element(const char *name, const char *text, struct buf *out)
{
	buf_printf(out, "<%s>", name);
	write_text(text, out);
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
		write_text(b->cells[0], out);
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
	struct html_page page = {.lang = lang,
	    .charset = charset,
	    .title = doc->n > 0 ? doc->v[0].cells[0] : ""};

	html_begin(out, &page);
	write_blocks(doc, out);
	html_end(out);
}
