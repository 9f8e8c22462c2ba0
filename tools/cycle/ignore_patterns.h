/*
 * Patterns of paths that a cycle does not compare: of the command line, and of
 * a file that is kept beside a package or its sources.
 */
#ifndef CYCLE_IGNORE_PATTERNS_H
#define CYCLE_IGNORE_PATTERNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct ignore_patterns {
	const char **v;
	size_t n;
};

/* Adds copies of the n patterns. */
void ignore_patterns_add(
    struct ignore_patterns *p, const char *const *v, size_t n);

/*
 * Adds the lines of a file but empty ones and those that begin with `#'.  False
 * after a finding.
 */
bool ignore_patterns_read(
    struct ignore_patterns *p, const char *path, struct diag *d);

/*
 * The name of the file beside a package, x.ignore of x.pkg, that holds such
 * lines; the caller frees.  NULL when there is none.
 */
char *ignore_patterns_beside(const char *source);

void ignore_patterns_free(struct ignore_patterns *p);

#endif
