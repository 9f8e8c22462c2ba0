/*
 * Everything about packages that can be checked without installing them.
 */
#ifndef INSPECT_VERIFY_H
#define INSPECT_VERIFY_H

#include "stream/package_reader.h"

/*
 * Reads a source that was just opened to its end and adds a finding, under the
 * names of stream/rule.h, for each rule that is broken.  d is that of the
 * source.
 */
void verify_source(struct package_reader *s, struct diag *d);

/*
 * The part of it that needs pkginfo and pkgmap only: classes, scripts, paths,
 * links, limits.
 */
void verify_package(
    const struct package_reader *s, const struct package *p, struct diag *d);

/*
 * The exit status that the findings of one source amount to.  opened: it could
 * be read as packages; what could not is bad input, and a package with faults
 * has findings.
 */
enum status verify_status(const struct diag *d, bool opened);

#endif
