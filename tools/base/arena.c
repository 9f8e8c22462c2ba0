#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"

#define BLOCK_SIZE (64u * 1024)

struct arena_block {
	struct arena_block *next;
	size_t size;
	max_align_t data[];
};

static void
add_block(struct arena *a, size_t size)
{
	struct arena_block *block;

	if (size < BLOCK_SIZE)
		size = BLOCK_SIZE;
	if (size > (size_t)-1 - sizeof(*block))
		out_of_memory();
	block = xcalloc(1, sizeof(*block) + size);
	block->size = size;
	block->next = a->blocks;
	a->blocks = block;
	a->used = 0;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	const size_t align = sizeof(max_align_t);
	char *p;

	if (size > (size_t)-1 - align)
		out_of_memory();
	size = (size + align - 1) / align * align;
	if (a->blocks == NULL || a->blocks->size - a->used < size)
		add_block(a, size);
	p = (char *)a->blocks->data + a->used;
	a->used += size;
	return p;
}

char *
arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *copy = arena_alloc(a, len + 1);

	if (len > 0)
		memcpy(copy, s, len);
	return copy;
}

void
arena_free(struct arena *a)
{
	struct arena_block *next;

	for (; a->blocks != NULL; a->blocks = next) {
		next = a->blocks->next;
		free(a->blocks);
	}
	*a = ARENA_INIT;
}
