/*
 * A set of strings, each of which is kept once: owners, groups and classes
 * repeat on every line of a pkgmap.  A hash table with a key that an attacker
 * does not know, so that no input makes searches long.
 */
#ifndef BASE_STRING_POOL_H
#define BASE_STRING_POOL_H

#include <stddef.h>

#include "base/siphash.h"

struct string_pool_slot;

struct string_pool {
	char **v;       /* in the order in which they were added */
	size_t n, size; /* strings, and room for them in v */
	struct string_pool_slot *slots;
	size_t nslots; /* 0 or a power of two above n */
	struct siphash_key key;
};

#define STRING_POOL_INIT ((struct string_pool){0})
#define STRING_POOL_NONE ((size_t)-1)

/* The pool's copy of s; valid as long as the pool.  NULL stays NULL. */
const char *string_pool_add(struct string_pool *p, const char *s);

/* The same for len bytes that hold no NUL. */
const char *string_pool_add_bytes(
    struct string_pool *p, const char *s, size_t len);

/*
 * Adds the string unless it is there; its index in p->v.  The index is p->n
 * before the call exactly when the string is new.
 */
size_t string_pool_insert(struct string_pool *p, const char *s, size_t len);

/* Adds the words of a text (word_next), which may be NULL. */
void string_pool_add_words(
    struct string_pool *p, const char *text, const char *separators);

/* The pool's copy of s, or NULL when it has none. */
const char *string_pool_find(const struct string_pool *p, const char *s);

/* The index of len bytes in p->v, or STRING_POOL_NONE. */
size_t string_pool_index(
    const struct string_pool *p, const char *s, size_t len);

void string_pool_free(struct string_pool *p);

#endif
