/*
 * The objects of some packages that a filter takes, in an order: what the verb
 * list prints.
 */
#ifndef INSPECT_LISTING_H
#define INSPECT_LISTING_H

#include "inspect/filter.h"
#include "stream/package_reader.h"

/* One object, which belongs to the reader. */
struct listing_row {
	const struct object *o;
	size_t package;
};

/* Begins as zeros. */
struct listing {
	struct listing_row *v;
	size_t n;
};

/* Compares two struct listing_row, for qsort(3). */
typedef int (*listing_order)(const void *a, const void *b);

/*
 * The order that is called "path", "size", "time", "type" or "class"; the
 * largest and the newest come first.  NULL when there is none of the name.
 */
listing_order listing_find_order(const char *name);

/* Adds the objects of a package that the filter takes. */
void listing_add(struct listing *list, const struct package_reader *s,
    size_t package, struct filter *f);

/*
 * Sorts the rows; each package stays together, in the order of the source, and
 * rows that are equal are sorted by path.
 */
void listing_sort(struct listing *list, listing_order order, bool reverse);

void listing_free(struct listing *list);

#endif
