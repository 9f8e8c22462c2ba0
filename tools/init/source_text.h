/*
 * The pieces that texts of sources are made of: lines of a prototype, elements
 * of a build manifest.
 */
#ifndef INIT_SOURCE_TEXT_H
#define INIT_SOURCE_TEXT_H

#include <stdint.h>

#include "base/buf.h"
#include "init/init.h"
#include "model/object.h"

/* Appends the text of an attribute or element, its markup escaped. */
void add_escaped(struct buf *b, const char *s);

/* Appends ` NAME="VALUE"'. */
void add_attribute(struct buf *b, const char *name, const char *value);

/* Appends ` NAME="DATE"'; seconds since the epoch, day: without the hour. */
void add_date(struct buf *b, const char *name, int64_t seconds, bool day);

/*
 * Appends the line of a prototype(4) for the object, which may have a source;
 * unknown attributes are written as `?'.
 */
void add_prototype_line(struct buf *b, const struct object *o);

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
