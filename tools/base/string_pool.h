/*
 * Strings that repeat (owners, groups, classes), kept once.
 */
#ifndef BASE_STRING_POOL_H
#define BASE_STRING_POOL_H

#include <stddef.h>

struct string_pool {
	char **v; /* sorted, as strcmp orders */
	size_t n, size;
};

#define STRING_POOL_INIT ((struct string_pool){0})

/* The pool's copy of s; lives as long as the pool.  NULL stays NULL. */
const char *string_pool_add(struct string_pool *p, const char *s);

void string_pool_free(struct string_pool *p);

#endif
