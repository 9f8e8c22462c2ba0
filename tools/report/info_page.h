/*
 * The page on which info writes for people.
 */
#ifndef REPORT_INFO_PAGE_H
#define REPORT_INFO_PAGE_H

#include "base/buf.h"
#include "model/patch_table.h"
#include "stream/package_reader.h"

/* Columns: where the texts begin and where lines are wrapped. */
struct page {
	int indent, width;
};

/* A label and its text; "" for another text under the same label. */
void page_field(const struct page *page, const char *label, const char *text);

/* The same, and empties the buffer. */
void page_buf(const struct page *page, const char *label, struct buf *b);

/*
 * What a patch changes, what it needs and refuses, which service it stops and
 * starts.
 */
void page_patch(const struct page *page, const struct package *p,
    const struct patch_table *changes);

struct info_signature;

/* Who signed, when, with what; what is not covered.  NULL prints nothing. */
void page_signature(const struct page *page, const struct info_signature *s);

/* Is the parameter one of those that page_patch() prints? */
bool page_patch_prints(const char *name);

#endif
