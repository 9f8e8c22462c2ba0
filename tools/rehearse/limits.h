/*
 * What a real system does and a rehearsal does not (rehearse --limits).
 */
#ifndef REHEARSE_LIMITS_H
#define REHEARSE_LIMITS_H

#include "model/pkginfo.h"
#include "model/pkgmap.h"
#include "target/target.h"

struct limit {
	const char *name;
	const char *text; /* one sentence */
	/* does the package depend on it?  NULL: its files do not show it */
	bool (*concerns)(const struct pkginfo *info, const struct pkgmap *map,
	    const struct target *t);
};

extern const struct limit limits[]; /* name NULL at the end */

#endif
