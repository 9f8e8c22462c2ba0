#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "readme/document.h"

#define WIDTH      76
#define LABELS_MAX 22 /* columns of the labels of facts */

/* The character at s, of UTF-8 that has been checked; *len is its bytes. */
static uint32_t
decode(const char *s, size_t *len)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t i, more = *p >= 0xf0 ? 3 : *p >= 0xe0 ? 2 : *p >= 0xc0 ? 1 : 0;
	uint32_t c = more == 0 ? *p : *p & (0x3fu >> more);

	for (i = 1; i <= more && (p[i] & 0xc0) == 0x80; i++)
		c = c << 6 | (p[i] & 0x3f);
	*len = i;
	return c;
}

/* Two columns: Chinese characters, kana, full-width and Hangul. */
static bool
is_wide(uint32_t c)
{
	return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
	    (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
	    (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
	    (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x20000 && c <= 0x3fffd);
}

/* Characters that do not begin a line: closing marks, small kana. */
static bool
closes(uint32_t c)
{
	static const uint32_t all[] = {0x3001, 0x3002, 0x300d, 0x300f, 0x3011,
	    0x30fc, 0x30fb, 0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1f, 0xff01,
	    0x3063, 0x3083, 0x3085, 0x3087, 0x30a1, 0x30a3, 0x30a5, 0x30a7,
	    0x30a9, 0x30c3, 0x30e3, 0x30e5, 0x30e7};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] == c)
			return true;
	return false;
}

static bool
opens(uint32_t c)
{
	return c == 0x300c || c == 0x300e || c == 0x3010 || c == 0xff08;
}

static size_t
width_of(const char *s)
{
	size_t len, width = 0;

	for (; *s != '\0'; s += len) {
		uint32_t c = decode(s, &len);

		width += c < ' ' ? 0 : is_wide(c) ? 2 : 1;
	}
	return width;
}

/*
 * The bytes up to the next place where a line may end; *width is their
 * columns.  Blanks at the end are not part of it.
 */
static size_t
next_piece(const char *s, size_t *width)
{
	size_t at = 0, len;
	uint32_t c, next;

	*width = 0;
	while (s[at] != '\0' && s[at] != ' ') {
		c = decode(s + at, &len);
		at += len;
		*width += c < ' ' ? 0 : is_wide(c) ? 2 : 1;
		next = decode(s + at, &len);
		if (s[at] != '\0' && (is_wide(c) || is_wide(next)) &&
		    !opens(c) && !closes(next))
			break;
	}
	return at;
}

static void
add_piece(const char *s, size_t len, struct buf *out)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (s[i] != DOCUMENT_CODE && s[i] != DOCUMENT_CODE_END)
			buf_char(out, s[i]);
}

/* Appends the text from this column on, further lines indented, and LF. */
static void
write_wrapped(const char *s, size_t indent, size_t column, struct buf *out)
{
	size_t len, width, blanks;
	bool is_first = true;

	for (;;) {
		blanks = strspn(s, " ");
		s += blanks;
		if (*s == '\0')
			break;
		len = next_piece(s, &width);
		if (!is_first && column + (blanks > 0) + width > WIDTH) {
			buf_printf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!is_first && blanks > 0) {
			buf_char(out, ' ');
			column++;
		}
		add_piece(s, len, out);
		column += width;
		s += len;
		is_first = false;
	}
	buf_char(out, '\n');
}

static void
write_indented(const char *first, const char *s, size_t indent, struct buf *out)
{
	buf_printf(out, "%*s", (int)indent, first);
	write_wrapped(s, indent, indent, out);
}

static void
write_heading(const char *s, char underline, struct buf *out)
{
	size_t i, width = width_of(s);

	write_wrapped(s, 0, 0, out);
	for (i = 0; i < width && i < WIDTH; i++)
		buf_char(out, underline);
	buf_char(out, '\n');
}

/* The columns of the labels of a group of facts. */
static size_t
label_width(const struct document *doc, size_t i)
{
	size_t width, most = 0;

	while (i > 0 && doc->v[i - 1].kind == BLOCK_FACT)
		i--;
	for (; i < doc->n && doc->v[i].kind == BLOCK_FACT; i++) {
		width = width_of(doc->v[i].cells[0]);
		if (width <= LABELS_MAX && width > most)
			most = width;
	}
	return most;
}

static void
write_fact(const struct block *b, size_t labels, struct buf *out)
{
	size_t width = width_of(b->cells[0]);

	buf_str(out, "  ");
	add_piece(b->cells[0], strlen(b->cells[0]), out);
	if (width > labels)
		buf_printf(out, "\n%*s", (int)labels + 4, "");
	else
		buf_printf(out, "%*s", (int)(labels - width) + 2, "");
	write_wrapped(b->cells[1], labels + 4, labels + 4, out);
}

/* The first cell is a line; the others follow, indented. */
static void
write_row(const struct block *b, struct buf *out)
{
	struct buf rest = BUF_INIT;
	size_t i;

	write_indented("", b->cells[0], 2, out);
	for (i = 1; i < b->n; i++)
		if (b->cells[i][0] != '\0')
			buf_printf(&rest, "%s%s", rest.len > 0 ? "  " : "",
			    b->cells[i]);
	if (rest.len > 0)
		write_indented("", buf_text(&rest), 6, out);
	buf_free(&rest);
}

static void
write_block(const struct document *doc, size_t i, struct buf *out)
{
	const struct block *b = &doc->v[i];

	switch (b->kind) {
	case BLOCK_TITLE: write_heading(b->cells[0], '=', out); break;
	case BLOCK_HEADING: write_heading(b->cells[0], '-', out); break;
	case BLOCK_PARAGRAPH: write_wrapped(b->cells[0], 0, 0, out); break;
	case BLOCK_ITEM: write_indented("- ", b->cells[0], 2, out); break;
	case BLOCK_COMMAND:
		buf_str(out, "    ");
		add_piece(b->cells[0], strlen(b->cells[0]), out);
		buf_char(out, '\n');
		break;
	case BLOCK_FACT: write_fact(b, label_width(doc, i), out); break;
	case BLOCK_HEADER: break;
	case BLOCK_ROW: write_row(b, out); break;
	}
}

void
document_write_text(const struct document *doc, struct buf *out)
{
	const struct block *b;
	size_t i;

	for (i = 0; i < doc->n; i++) {
		b = &doc->v[i];
		if (i > 0 && b->kind != BLOCK_ROW &&
		    (b->kind != b[-1].kind || b->kind <= BLOCK_PARAGRAPH) &&
		    b->kind != BLOCK_HEADER && b[-1].kind != BLOCK_HEADING)
			buf_char(out, '\n');
		write_block(doc, i, out);
	}
}
