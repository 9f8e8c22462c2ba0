#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/string_pool.h"

const char *
string_pool_add(struct string_pool *p, const char *s)
{
	size_t low = 0, high = p->n, middle;
	int order;

	if (s == NULL)
		return NULL;
	while (low < high) {
		middle = low + (high - low) / 2;
		order = strcmp(s, p->v[middle]);
		if (order == 0)
			return p->v[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	if (p->n == p->size) {
		p->size = p->size == 0 ? 16 : p->size * 2;
		p->v = xreallocarray(p->v, p->size, sizeof(*p->v));
	}
	memmove(p->v + low + 1, p->v + low, (p->n - low) * sizeof(*p->v));
	p->n++;
	p->v[low] = xstrdup(s);
	return p->v[low];
}

void
string_pool_free(struct string_pool *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		free(p->v[i]);
	free(p->v);
	*p = STRING_POOL_INIT;
}
