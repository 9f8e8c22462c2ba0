/*
 * The file of rehearse cycle --html: what the packages are, and the page.
 */
#ifndef CMD_REHEARSE_CYCLE_HTML_H
#define CMD_REHEARSE_CYCLE_HTML_H

#include "cycle/cycle.h"
#include "pages/cycle_page.h"

struct cycle_html;

/*
 * Begins the file, which appears when it is complete, and makes the request a
 * detailed one.  The request stays the caller's.  For cycle_html_finish;
 * NULL after findings.
 */
struct cycle_html *cycle_html_begin(const char *file, bool force,
    struct cycle_request *request, struct diag *d);

/* The page, for what cycles have shown. */
struct cycle_page *cycle_html_page(struct cycle_html *html);

/*
 * Writes the page with these facts, of which those about packages, the request
 * and the date are added here, and frees all.  False after a finding.
 */
bool cycle_html_finish(
    struct cycle_html *html, struct cycle_page_facts facts, struct diag *d);

#endif
