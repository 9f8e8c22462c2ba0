/*
 * A comparison of two packages as a page that can be mailed.
 */
#ifndef PAGES_DIFF_PAGE_H
#define PAGES_DIFF_PAGE_H

#include "inspect/diff.h"

/* Prints the page on standard output. */
void diff_print_html(const struct diff *diff);

#endif
