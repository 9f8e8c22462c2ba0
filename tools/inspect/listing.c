#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "inspect/listing.h"

static int
compare_numbers(int64_t x, int64_t y)
{
	return (x > y) - (x < y);
}

static int
by_path(const void *a, const void *b)
{
	const struct listing_row *x = a, *y = b;

	return strcmp(x->o->path, y->o->path);
}

static int
by_size(const void *a, const void *b)
{
	const struct listing_row *x = a, *y = b;
	int n = compare_numbers(y->o->size, x->o->size);

	return n != 0 ? n : by_path(a, b);
}

static int
by_time(const void *a, const void *b)
{
	const struct listing_row *x = a, *y = b;
	int n = compare_numbers(y->o->mtime, x->o->mtime);

	return n != 0 ? n : by_path(a, b);
}

static int
by_type(const void *a, const void *b)
{
	const struct listing_row *x = a, *y = b;
	int n = compare_numbers(x->o->ftype, y->o->ftype);

	return n != 0 ? n : by_path(a, b);
}

static int
by_class(const void *a, const void *b)
{
	const struct listing_row *x = a, *y = b;
	const char *p = x->o->class == NULL ? "" : x->o->class;
	const char *q = y->o->class == NULL ? "" : y->o->class;
	int n = strcmp(p, q);

	return n != 0 ? n : by_path(a, b);
}

static const struct {
	const char *name;
	listing_order order;
} orders[] = {
    {"path", by_path},
    {"size", by_size},
    {"time", by_time},
    {"type", by_type},
    {"class", by_class},
};

listing_order
listing_find_order(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		if (strcmp(orders[i].name, name) == 0)
			return orders[i].order;
	return NULL;
}

void
listing_add(struct listing *list, const struct package_reader *s,
    size_t package, struct filter *f)
{
	const struct objects *objects =
	    &reader_package(s, package)->map->objects;
	size_t i;

	for (i = 0; i < objects->n; i++) {
		if (!filter_match(f, &objects->v[i]))
			continue;
		list->v = array_append_room(list->v, list->n, sizeof(*list->v));
		list->v[list->n++] = (struct listing_row){
		    &objects->v[i], package};
	}
}

static void
reverse_rows(struct listing_row *v, size_t n)
{
	struct listing_row row;
	size_t i;

	for (i = 0; i < n / 2; i++) {
		row = v[i];
		v[i] = v[n - 1 - i];
		v[n - 1 - i] = row;
	}
}

void
listing_sort(struct listing *list, listing_order order, bool reverse)
{
	size_t begin, end;

	for (begin = 0; begin < list->n; begin = end) {
		end = begin + 1;
		while (end < list->n &&
		    list->v[end].package == list->v[begin].package)
			end++;
		qsort(list->v + begin, end - begin, sizeof(*list->v), order);
		if (reverse)
			reverse_rows(list->v + begin, end - begin);
	}
}

void
listing_free(struct listing *list)
{
	free(list->v);
	*list = (struct listing){NULL, 0};
}
