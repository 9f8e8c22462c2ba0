/*
 * A package out of its source, into a directory of its own.
 */
#ifndef REHEARSE_UNPACK_H
#define REHEARSE_UNPACK_H

#include "stream/package_reader.h"

/*
 * Writes the packages of the source for which wanted[index] is set below dir,
 * which is ours alone, as dir/NAME/...; false after a finding.
 */
bool unpack_packages(struct package_reader *s, const bool *wanted,
    const char *dir, struct diag *d);

#endif
