/*
 * A comparison of two packages on standard output, as text and JSON.
 */
#ifndef REPORT_DIFF_REPORT_H
#define REPORT_DIFF_REPORT_H

#include "inspect/diff.h"

/* For people; prints nothing when there is no difference. */
void diff_print_text(const struct diff *diff);

/* For programs; pkgstream-diff(1) documents the fields. */
void diff_print_json(const struct diff *diff);

/* The same when there is no comparison of a and b. */
void diff_print_json_failed(
    const char *a, const char *b, const struct diag *failed);

#endif
