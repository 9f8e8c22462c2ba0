/*
 * SipHash-2-4 by Aumasson and Bernstein: a hash for tables whose keys come from
 * outside.  Whoever does not know the key cannot find strings that collide.
 */
#ifndef BASE_SIPHASH_H
#define BASE_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

struct siphash_key {
	uint64_t k0, k1;
};

/* A key that nobody can foresee; a system without one ends the program. */
struct siphash_key siphash_new_key(void);

uint64_t siphash(struct siphash_key key, const void *data, size_t len);

#endif
