/*
 * Directories that a package needs and neither brings nor finds.
 */
#ifndef REHEARSE_IMPLIED_H
#define REHEARSE_IMPLIED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct paths {
	char	**v;
	size_t	  n;
};

/*
 * Makes the directories above the objects of the named packages that the root
 * lacks and that no package of them brings: pkgadd would, and nobody would
 * ever take them away (svr4-packaging 9.3 94).  In a root that has nothing
 * else, they say nothing about the package.  Their paths are added to made.
 * False after a finding.
 */
bool	implied_make(const char *root, const char *source,
	    const char *const *names, size_t nnames, struct paths *made,
	    struct diag *d);

void	paths_free(struct paths *p);

#endif
