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
 * lacks and that none of the packages brings.  pkgadd would make them and pkgrm
 * never remove them (svr4-packaging 9.3 94), which in an empty scratch root
 * says nothing about the package.  Their paths are added to made.
 * False after a finding.
 */
bool make_missing_parents(const char *root, const char *source,
    const char *const *names, size_t nnames, struct path_list *made,
    struct diag *d);

void path_list_free(struct path_list *p);

#endif
