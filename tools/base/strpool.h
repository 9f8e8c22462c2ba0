/*
 * Strings that repeat (owners, groups, classes), kept once.
 */
#ifndef BASE_STRPOOL_H
#define BASE_STRPOOL_H

#include <stddef.h>

struct strpool {
	char	**v;		/* sorted, as strcmp orders */
	size_t	  n, size;
};

#define STRPOOL_INIT { NULL, 0, 0 }

/* The pool's copy of s; lives as long as the pool.  NULL stays NULL. */
const char *strpool_add(struct strpool *p, const char *s);

void	strpool_free(struct strpool *p);

#endif
