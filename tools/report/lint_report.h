/*
 * Findings of lint on standard output.
 */
#ifndef REPORT_LINT_REPORT_H
#define REPORT_LINT_REPORT_H

#include "lint/findings.h"

/* Grouped by file; with colours on a terminal. */
void lint_print_text(const struct lint_findings *f, enum severity least);

/*
 * For programs: file, line, column, tag, severity, message.  When failed has
 * errors they are printed with the findings.
 */
void lint_print_json(const struct lint_findings *f, enum severity least,
    const struct diag *failed);

/* The same as SARIF 2.1.0, which code hosts read. */
void lint_print_sarif(const struct lint_findings *f, enum severity least);

/* How many there are of each severity, in a line. */
void lint_print_count(const struct lint_findings *f);

/* All about a tag, for people. */
void lint_explain(const struct lint_tag *tag);

/* The table of tags as a part of a manual page, in mdoc(7). */
void lint_print_manual(void);

#endif
