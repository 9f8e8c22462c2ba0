#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strpool.h"

const char *
strpool_add(struct strpool *p, const char *s)
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
strpool_free(struct strpool *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		free(p->v[i]);
	free(p->v);
	*p = (struct strpool)STRPOOL_INIT;
}
