/*
 * The section of a page about a cycle in one kind of root.
 */
#ifndef PAGES_CYCLE_SECTION_H
#define PAGES_CYCLE_SECTION_H

#include "base/buf.h"
#include "report/cycle_report.h"

/*
 * Appends the steps, the time lines, what was printed where something failed,
 * the differences and the power cuts.
 */
void cycle_section_add(struct buf *out, const struct cycle_report *report);

#endif
