/*
 * Directories that a package needs and neither brings nor finds.
 */
#ifndef CYCLE_MISSING_PARENTS_H
#define CYCLE_MISSING_PARENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct path_list {
	char **v;
	size_t n;
};

/*
 * Makes the directories above the objects of the named packages that the root
 * lacks and that no package of them brings: pkgadd would, and nobody would
 * ever take them away (svr4-packaging 9.3 94).  In a root that has nothing
 * else, they say nothing about the package.  Their paths are added to made.
 * False after a finding.
 */
bool make_missing_parents(const char *root, const char *source,
    const char *const *names, size_t nnames, struct path_list *made,
    struct diag *d);

void paths_free(struct path_list *p);

#endif
