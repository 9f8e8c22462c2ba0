/*
 * A set of strings, each of which is kept once: owners, groups and classes
 * repeat on every line of a pkgmap.  A hash table.
 */
#ifndef BASE_STRING_POOL_H
#define BASE_STRING_POOL_H

#include <stddef.h>

struct string_pool {
	char **v;       /* by hash; NULL: free */
	size_t n, size; /* size is 0 or a power of two above n */
};

#define STRING_POOL_INIT ((struct string_pool){0})

/* The pool's copy of s; valid as long as the pool.  NULL stays NULL. */
const char *string_pool_add(struct string_pool *p, const char *s);

/* The same for len bytes that hold no NUL. */
const char *string_pool_add_bytes(
    struct string_pool *p, const char *s, size_t len);

/* The pool's copy of s, or NULL when it has none. */
const char *string_pool_find(const struct string_pool *p, const char *s);

void string_pool_free(struct string_pool *p);

#endif
