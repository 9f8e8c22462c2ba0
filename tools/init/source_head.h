/*
 * What the sources of every package begin with.
 */
#ifndef INIT_SOURCE_HEAD_H
#define INIT_SOURCE_HEAD_H

#include "init/init.h"

#define PATCH_CLASS "patch" /* of the files of a patch */

/* The elements of the manifest before <files> or <patch>. */
void begin_manifest(struct buf *b, const struct inventory *inv,
    const struct init_settings *set);

/* Appends <file> of an entry up to its last attribute; action may be NULL. */
void add_file_element(struct buf *b, const char *path,
    const struct inventory_entry *entry, const char *action);

/* The attributes that <file> and <before> have in common. */
void add_digests(
    struct buf *b, const struct inventory_entry *entry, bool cksum);

/* The pkginfo(4); the time is that of the newest file. */
void add_pkginfo(struct buf *b, const struct inventory *inv,
    const struct init_settings *set, const char *classes);

/* A line of the prototype for the entry, with the owners of the settings. */
void add_entry_line(struct buf *b, const struct inventory_entry *entry,
    char ftype, const char *class, const struct init_settings *set);

#endif
