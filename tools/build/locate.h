/*
 * Where the objects of a prototype lie on the build machine.
 */
#ifndef BUILD_LOCATE_H
#define BUILD_LOCATE_H

#include "build/plan.h"
#include "model/prototype.h"

/* Where pkgmk would search. */
struct source_search {
	const struct prototype *prototype;
	const char *base; /* of relative paths; or NULL */
	bool in_trees;    /* the plan's trees are searched */
};

/*
 * Sets where the contents of the plan's object i lie, as pkgmk finds them: in
 * the roots, then at the explicit source, in the directories of !rsearch and
 * !search, and beside the prototype.  False after adding a finding.
 */
bool locate_content(
    const struct source_search *s, struct plan *plan, size_t i, struct diag *d);

/*
 * Opens a directory that objects are searched in.  All trees have to be added
 * before the first object is located.  False after adding a finding.
 */
bool locate_add_tree(struct plan *plan, const char *dir, struct diag *d);

#endif
