/*
 * An installed root against a package, as pkgchk(1M) would look at it.
 */
#ifndef INSPECT_ROOT_VERIFY_H
#define INSPECT_ROOT_VERIFY_H

#include "stream/package_reader.h"

/*
 * Compares what lies below the directory root with the package and adds a
 * finding, under a name of stream/rule.h, for each difference.  Owners and
 * groups are looked up in the root's own etc/passwd and etc/group; variables
 * and BASEDIR are those of the installed pkginfo, if there is one.  Contents
 * and times are compared of type f only, since the others may change.
 */
void root_verify(const struct package_reader *s, const struct package *p,
    const char *root, struct diag *d);

#endif
