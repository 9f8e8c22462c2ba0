/*
 * Unpacks packages into the private directory that a tool installs them from.
 */
#ifndef REHEARSE_UNPACK_H
#define REHEARSE_UNPACK_H

#include "stream/package_reader.h"

/*
 * Writes each package of the source whose wanted[index] is set to dir/NAME.
 * dir must be private: what is in it is overwritten.  False after a finding.
 */
bool unpack_packages(struct package_reader *s, const bool *wanted,
    const char *dir, struct diag *d);

#endif
