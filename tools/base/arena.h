/*
 * Memory that is given back as a whole: for trees, whose nodes live and die
 * together.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks; /* the newest first */
	size_t used;                /* bytes of the newest */
};

#define ARENA_INIT ((struct arena){0})

/* Zeroed memory, aligned for any type; belongs to the arena. */
void *arena_alloc(struct arena *a, size_t size);

/* A copy of len bytes with a NUL behind them; belongs to the arena. */
char *arena_strndup(struct arena *a, const char *s, size_t len);

void arena_free(struct arena *a);

#endif
