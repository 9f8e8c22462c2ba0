/*
 * The page of rehearse cycle --html: the same results as those of
 * report/cycle_report.h, for who decides whether a package is released.
 */
#ifndef PAGES_CYCLE_PAGE_H
#define PAGES_CYCLE_PAGE_H

#include "base/buf.h"
#include "report/cycle_report.h"

/* What the page says beside the results; belongs to the caller. */
struct cycle_page_facts {
	const char *title;           /* name and version of the packages */
	const char *const *packages; /* a line about each */
	size_t npackages;
	const char *date;        /* when it was rehearsed */
	const char *ignore_file; /* patterns of the request are from it */
	const struct cycle_request *request;
	const struct diag
	    *left_out; /* kinds of roots, and why; see cycle_job */
	const struct diag *findings; /* what the system failed at */
	bool is_incomplete;          /* not all was tried */
};

struct cycle_page;

/* A page without results; for cycle_page_free. */
struct cycle_page *cycle_page_new(void);

/* Adds what a cycle in one kind of root has shown. */
void cycle_page_add(struct cycle_page *page, const struct cycle_report *report);

/* Appends the whole page to out. */
void cycle_page_write(const struct cycle_page *page,
    const struct cycle_page_facts *facts, struct buf *out);

/* NULL is fine. */
void cycle_page_free(struct cycle_page *page);

#endif
