/*
 * What the readers of inventory.h share; nobody else includes it.
 */
#ifndef INIT_INVENTORY_IMPL_H
#define INIT_INVENTORY_IMPL_H

#include "init/inventory.h"

/* Appends the item, whose strings it takes over; false when it is too much. */
bool inventory_add(struct inventory *inv, const struct inventory_entry *item,
    const char *file, struct diag *d);

/*
 * May this path be in a package?  False after a warning; source is the name
 * in it.
 */
bool inventory_check(const char *path, const char *source, struct diag *d);

/* Digests of one file while it is read. */
struct measure {
	struct sha256 *sha256;
	uint32_t cksum;
	uint64_t size;
};

void measure_begin(struct measure *m);
void measure_update(struct measure *m, const void *data, size_t len);
void measure_end(struct measure *m, struct inventory_entry *item);

bool inventory_read_archive(
    struct inventory *inv, const char *path, struct diag *d);

#endif
