/*
 * The contents of objects, byte for byte, on standard output.
 */
#ifndef REPORT_MEMBER_REPORT_H
#define REPORT_MEMBER_REPORT_H

#include "inspect/filter.h"

/*
 * Selects the package in the source and writes the contents of the objects
 * that the filter takes, in the order of the source, and pkgmap when a pattern
 * names it.  Stops at the first error, which is a finding in d.
 */
void members_print(
    struct package_reader *s, size_t package, struct filter *f, struct diag *d);

#endif
