/*
 * Everything about packages that can be checked without installing them.
 */
#ifndef STREAM_VERIFY_H
#define STREAM_VERIFY_H

#include "stream/source.h"

/*
 * Reads a source that was just opened to its end and adds a finding, under the
 * names of stream/rule.h, for each rule that is broken.  d is that of the
 * source.
 */
void	verify_source(struct source *s, struct diag *d);

/*
 * The part of it that needs pkginfo and pkgmap only: classes, scripts, paths,
 * links, limits.
 */
void	verify_package(const struct source *s, const struct package *p,
	    struct diag *d);

#endif
