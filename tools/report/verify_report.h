/*
 * Findings about packages on standard output.
 */
#ifndef REPORT_VERIFY_REPORT_H
#define REPORT_VERIFY_REPORT_H

#include "base/diag.h"

/*
 * The findings that are at least as severe as least: as everywhere, a line for
 * each, or on a terminal below the names of their files, wrapped to its width.
 */
void verify_print_findings(const struct diag *d, enum severity least);

/* Who signed and why they are trusted, though it is no fault. */
void verify_print_trusted(const struct diag *d);

/* How many findings there are, in a line behind them. */
void verify_print_count(const char *path, const struct diag *d);

/*
 * For programs, the findings that are at least as severe as least;
 * pkgstream-verify(1) documents the fields.
 */
void verify_print_json(const struct diag *d, enum severity least);

#endif
