/*
 * Pages of HTML that are complete in themselves: one style sheet inside, no
 * script, nothing that is fetched; readable on a phone and on paper.
 */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"

/* What a page is; the strings belong to the caller. */
struct html_page {
	const char *lang;    /* as "en" */
	const char *charset; /* that it declares */
	const char *title;   /* any text */
	const char *style;   /* further rules, or NULL */
};

/* Appends all that stands before the contents of the body. */
void html_begin(struct buf *out, const struct html_page *page);

/* Appends the end of the page. */
void html_end(struct buf *out);

/*
 * Appends text, also as the value of an attribute in double quotes.  Control
 * characters other than tabs and ends of lines, and bytes that are no UTF-8,
 * become `?'.
 */
void html_text(struct buf *out, const char *s);

/* The same for the first len bytes of a string, which has that many. */
void html_text_part(struct buf *out, const char *s, size_t len);

/* Appends <name>text</name>. */
void html_element(struct buf *out, const char *name, const char *text);

/*
 * Appends a cell of a table with this text; its class, and the label that it
 * has where the table is a list, may be NULL.
 */
void html_cell(
    struct buf *out, const char *class, const char *label, const char *text);

#endif
