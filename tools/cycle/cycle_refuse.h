/*
 * Removals in the wrong order: a package whose files another one has replaced
 * since, such as a patch with a newer one on top, has to refuse.
 */
#ifndef CYCLE_CYCLE_REFUSE_H
#define CYCLE_CYCLE_REFUSE_H

#include "cycle/cycle_compare.h"

/* A file of a package that a package of a later source has replaced. */
struct covered {
	const char *path; /* in the database */
	const char *name; /* of the package, in the request */
	const char *by;   /* likewise, the later one */
};

/*
 * Finds the first file that packages of the source with this index and of a
 * later one have, that of the latest source; false when there is none.  Shared
 * directories, and an update, do not count.
 */
bool find_covered(const struct cycle_request *q, const struct contents *db,
    size_t source, struct covered *covered);

/* Adds the difference that a removal was not refused. */
void add_unrefused(struct cycle_result *r, const struct covered *covered);

/*
 * Adds what a removal that was refused has changed all the same, but for
 * records of the tools.  False after findings.
 */
bool compare_refused(struct cycle *c, const char *root,
    const struct root_state *before, const char *processes, struct diag *d);

#endif
