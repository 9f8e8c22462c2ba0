#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/siphash.h"

struct siphash_key
siphash_new_key(void)
{
	struct siphash_key key;

	if (getentropy(&key, sizeof(key)) == -1) {
		perror("pkgstream: no random numbers");
		exit(STATUS_SYSTEM);
	}
	return key;
}

static uint64_t
rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

static void
mix(uint64_t v[4], int rounds)
{
	while (rounds-- > 0) {
		v[0] += v[1];
		v[2] += v[3];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] = rotate(v[0], 32) + v[3];
		v[2] += v[1];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[2] = rotate(v[2], 32);
	}
}

/* Up to 8 bytes as a number, the first one the lowest. */
static uint64_t
load(const unsigned char *p, size_t len)
{
	uint64_t x = 0;

	while (len-- > 0)
		x = x << 8 | p[len];
	return x;
}

uint64_t
siphash(struct siphash_key key, const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t v[4] = {key.k0 ^ 0x736f6d6570736575u,
	    key.k1 ^ 0x646f72616e646f6du, key.k0 ^ 0x6c7967656e657261u,
	    key.k1 ^ 0x7465646279746573u};
	uint64_t word, total = (uint64_t)len << 56;

	for (;; p += 8, len -= 8) {
		word = len >= 8 ? load(p, 8) : load(p, len) | total;
		v[3] ^= word;
		mix(v, 2);
		v[0] ^= word;
		if (len < 8)
			break;
	}
	v[2] ^= 0xff;
	mix(v, 4);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}
