/*
 * A package out of its source, into a directory of its own.
 */
#ifndef REHEARSE_UNPACK_H
#define REHEARSE_UNPACK_H

#include "stream/source.h"

/*
 * Writes the package below dir, which is ours alone, as dir/NAME/...; false
 * after a finding.
 */
bool	unpack_package(struct source *s, size_t package, const char *dir,
	    struct diag *d);

#endif
