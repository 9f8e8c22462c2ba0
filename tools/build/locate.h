/*
 * Where the objects of a prototype lie on the build machine.
 */
#ifndef BUILD_LOCATE_H
#define BUILD_LOCATE_H

#include "build/plan.h"
#include "model/prototype.h"

struct sources {
	const struct prototype *prototype;
	const char *base; /* of relative paths; or NULL */
	bool rooted;      /* the plan's trees are searched */
};

/*
 * Fills in the contents of the plan's object i, looking where pkgmk looks: in
 * the roots, then at the explicit source, in the directories of !rsearch and
 * !search, and beside the prototype.  False after adding a finding.
 */
bool locate_contents(
    const struct sources *s, struct plan *plan, size_t i, struct diag *d);

/* Opens a directory to take files from; false after adding a finding. */
bool locate_add_tree(struct plan *plan, const char *dir, struct diag *d);

#endif
