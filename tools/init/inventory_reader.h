/*
 * Readers of the three kinds of sources, and how they add to an inventory; for
 * this room only, others call inventory_read.
 */
#ifndef INIT_INVENTORY_READER_H
#define INIT_INVENTORY_READER_H

#include "init/inventory.h"

/*
 * Appends the entry, whose strings it takes over, or leaves it out with a
 * warning when no line of a prototype can describe it; false after a finding
 * when there are too many.  file is the name of the source.
 */
bool inventory_add(struct inventory *inv, struct inventory_entry *entry,
    const char *file, struct diag *d);

/* Frees the strings of the entry. */
void inventory_entry_clear(struct inventory_entry *entry);

/*
 * May an entry of a tree or archive with this path and target (NULL: none) be
 * in a package?  If not, it is left out with a warning; source is the name of
 * the source.
 */
bool inventory_check(struct inventory *inv, const char *path,
    const char *target, const char *source, struct diag *d);

/* Warns that the path is left out and why, and notes it. */
void inventory_leave_out(struct inventory *inv, const char *path,
    const char *source, struct diag *d, const char *fmt, ...)
    __attribute__((__format__(__printf__, 5, 6)));

/*
 * Sorts the entries by path.  Of several that have the same path, as archives
 * may hold them, the last one is kept.
 */
void inventory_sort(struct inventory *inv);

/* Sets size and digests of the entry, and frees m. */
void inventory_set_digests(
    struct inventory_entry *entry, struct file_digests *m);

/*
 * The readers of the three kinds of sources; path is that of the source, and
 * the entries are in its order.  False after a finding.
 */
bool inventory_read_tree(
    struct inventory *inv, const char *path, struct diag *d);
bool inventory_read_package(
    struct inventory *inv, const char *path, struct diag *d);
bool inventory_read_archive(
    struct inventory *inv, const char *path, struct diag *d);

#endif
