#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/string_pool.h"

#define FIRST_SIZE 64

/* FNV-1a, its upper half folded into the lower one, which is used */
static size_t
hash_of(const char *s, size_t len)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (; len > 0; len--)
		hash = (hash ^ (unsigned char)*s++) * 0x100000001b3u;
	return (size_t)(hash ^ hash >> 32);
}

/* Where the string is, or the free slot where it belongs. */
static char **
find_slot(const struct string_pool *p, const char *s, size_t len)
{
	size_t i = hash_of(s, len) & (p->size - 1);

	while (p->v[i] != NULL &&
	    (strncmp(p->v[i], s, len) != 0 || p->v[i][len] != '\0'))
		i = (i + 1) & (p->size - 1);
	return &p->v[i];
}

static void
grow(struct string_pool *p)
{
	struct string_pool old = *p;
	size_t i;

	p->size = old.size == 0 ? FIRST_SIZE : old.size * 2;
	p->v = xcalloc(p->size, sizeof(*p->v));
	for (i = 0; i < old.size; i++)
		if (old.v[i] != NULL)
			*find_slot(p, old.v[i], strlen(old.v[i])) = old.v[i];
	free(old.v);
}

const char *
string_pool_add_bytes(struct string_pool *p, const char *s, size_t len)
{
	char **slot;

	/* at least a quarter stays free, so that searches end soon */
	if (p->n >= p->size / 4 * 3)
		grow(p);
	slot = find_slot(p, s, len);
	if (*slot == NULL) {
		*slot = xstrndup(s, len);
		p->n++;
	}
	return *slot;
}

const char *
string_pool_add(struct string_pool *p, const char *s)
{
	return s == NULL ? NULL : string_pool_add_bytes(p, s, strlen(s));
}

const char *
string_pool_find(const struct string_pool *p, const char *s)
{
	return p->n == 0 ? NULL : *find_slot(p, s, strlen(s));
}

void
string_pool_free(struct string_pool *p)
{
	size_t i;

	for (i = 0; i < p->size; i++)
		free(p->v[i]);
	free(p->v);
	*p = STRING_POOL_INIT;
}
