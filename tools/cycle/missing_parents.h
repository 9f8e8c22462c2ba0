/*
 * Directories above the objects of a package that neither the package nor the
 * root has.
 */
#ifndef CYCLE_MISSING_PARENTS_H
#define CYCLE_MISSING_PARENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/* Paths below a root; for path_list_free(). */
struct path_list {
	char **v;
	size_t n;
};

struct cycle_source;

/*
 * Makes the directories above the objects of the sources' packages that neither
 * the root nor the package or one that is installed before it has, and adds
 * their paths to made.  pkgadd would make them and pkgrm never remove them
 * (svr4-packaging 9.3 94), which in a root without other packages is no fault
 * of the package.  Returns false after a finding.
 */
bool make_missing_parents(const char *root, const struct cycle_source *sources,
    size_t n, struct path_list *made, struct diag *d);

void path_list_free(struct path_list *p);

#endif
