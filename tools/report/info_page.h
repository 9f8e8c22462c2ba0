/*
 * The page on which info writes for people.
 */
#ifndef REPORT_INFO_PAGE_H
#define REPORT_INFO_PAGE_H

#include "base/buf.h"
#include "stream/package_reader.h"

/* Where the lines go. */
struct page {
	int indent, width;
};

/* One field; the label may be "" to go on. */
void page_field(const struct page *page, const char *label, const char *text);

/* The same, and empties the buffer. */
void page_buf(const struct page *page, const char *label, struct buf *b);

/* What a patch changes, lies on top of, refuses, stops and starts. */
void page_patch(const struct page *page, const struct package *p);

/* Did page_patch() tell the parameter? */
bool page_patch_tells(const char *name);

#endif
