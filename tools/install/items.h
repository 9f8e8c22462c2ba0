/*
 * The objects of a package as items of a run, the classes, and the merge of
 * both with the contents database.
 */
#ifndef INSTALL_ITEMS_H
#define INSTALL_ITEMS_H

#include "base/buf.h"
#include "run/context.h"
#include "target/object_check.h"

/*
 * The classes of CLASSES, `none` first, with their traits; CLASSES in the
 * environment is put into the same order (svr4-packaging 4.3).
 */
void classes_load(struct run *r);

/*
 * Finds the script PREFIXCLASS (prefix is "i." or "r.") of each class: that
 * of the package in dir, which will be run from where it is installed, else
 * the standard one.
 */
void classes_find_scripts(struct run *r, const char *prefix, const char *dir);

/* The index of a class, or -1. */
ssize_t class_index(const struct run *r, const char *name);

/*
 * Makes the items from the pkgmap: paths expanded, relative ones below
 * BASEDIR, objects of unlisted classes left out.  False after complaints.
 */
bool items_load(struct run *r);

/*
 * Merges the items with the database in memory: each gets this instance as an
 * owner with a mark, and is compared with what is there
 * (svr4-packaging 6.6, 6.7, 6.9).
 */
void items_merge(struct run *r);

/* object_check_attributes and object_check_contents of an item at its place. */
enum verify_result item_check_attributes(struct run *r,
    struct install_item *item, enum remedy remedy, struct buf *why);
enum verify_result item_check_contents(struct run *r, struct install_item *item,
    enum remedy remedy, struct buf *why);

#endif
