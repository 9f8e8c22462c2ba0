#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/string_pool.h"
#include "base/words.h"

#define FIRST_SIZE 64

struct string_pool_slot {
	uint32_t hash;
	uint32_t number; /* index of the string, plus 1; 0: free */
};

/* The slot of the string, or the free one where it belongs. */
static struct string_pool_slot *
find_slot(const struct string_pool *p, const char *s, size_t len, uint32_t hash)
{
	size_t i = hash & (p->nslots - 1);
	struct string_pool_slot *slot;
	const char *other;

	for (;; i = (i + 1) & (p->nslots - 1)) {
		slot = &p->slots[i];
		if (slot->number == 0)
			return slot;
		if (slot->hash != hash)
			continue;
		other = p->v[slot->number - 1];
		if (strncmp(other, s, len) == 0 && other[len] == '\0')
			return slot;
	}
}

static uint32_t
hash_of(const struct string_pool *p, const char *s, size_t len)
{
	return (uint32_t)siphash(p->key, s, len);
}

static void
grow(struct string_pool *p)
{
	struct string_pool_slot *old = p->slots;
	size_t i, k, nold = p->nslots;

	if (nold == 0)
		p->key = siphash_new_key();
	p->nslots = nold == 0 ? FIRST_SIZE : nold * 2;
	p->slots = xcalloc(p->nslots, sizeof(*p->slots));
	for (i = 0; i < nold; i++) {
		if (old[i].number == 0)
			continue;
		k = old[i].hash & (p->nslots - 1);
		while (p->slots[k].number != 0)
			k = (k + 1) & (p->nslots - 1);
		p->slots[k] = old[i];
	}
	free(old);
}

size_t
string_pool_insert(struct string_pool *p, const char *s, size_t len)
{
	struct string_pool_slot *slot;
	uint32_t hash;

	/* at least a quarter stays free, so that searches end soon */
	if (p->n >= p->nslots / 4 * 3)
		grow(p);
	hash = hash_of(p, s, len);
	slot = find_slot(p, s, len, hash);
	if (slot->number == 0) {
		if (p->n >= UINT32_MAX - 1)
			out_of_memory();
		p->v = array_room(p->v, p->n, &p->size, sizeof(*p->v));
		p->v[p->n++] = xstrndup(s, len);
		*slot = (struct string_pool_slot){hash, (uint32_t)p->n};
	}
	return slot->number - 1;
}

const char *
string_pool_add_bytes(struct string_pool *p, const char *s, size_t len)
{
	size_t i = string_pool_insert(p, s, len);

	return p->v[i];
}

const char *
string_pool_add(struct string_pool *p, const char *s)
{
	return s == NULL ? NULL : string_pool_add_bytes(p, s, strlen(s));
}

void
string_pool_add_words(
    struct string_pool *p, const char *text, const char *separators)
{
	struct slice rest = {text, text == NULL ? 0 : strlen(text)}, word;

	while (word_next(&rest, separators, &word))
		(void)string_pool_insert(p, word.p, word.len);
}

size_t
string_pool_index(const struct string_pool *p, const char *s, size_t len)
{
	const struct string_pool_slot *slot;

	if (p->n == 0)
		return STRING_POOL_NONE;
	slot = find_slot(p, s, len, hash_of(p, s, len));
	return slot->number == 0 ? STRING_POOL_NONE : slot->number - 1;
}

const char *
string_pool_find(const struct string_pool *p, const char *s)
{
	size_t i = string_pool_index(p, s, strlen(s));

	return i == STRING_POOL_NONE ? NULL : p->v[i];
}

void
string_pool_free(struct string_pool *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		free(p->v[i]);
	free(p->v);
	free(p->slots);
	*p = STRING_POOL_INIT;
}
