/*
 * The pieces that texts of sources are made of: lines of a prototype, elements
 * of a build manifest.
 */
#ifndef INIT_SOURCE_TEXT_H
#define INIT_SOURCE_TEXT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"
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

/* What is computed of contents while they are read. */
struct file_digests {
	struct sha256 *sha256;
	uint32_t cksum; /* as cksum(1) has it, once they are ended */
	uint32_t sum;   /* as a pkgmap has it, likewise */
	uint64_t size;
	char hex[SHA256_HEX]; /* of SHA-256, likewise */
};

void digests_begin(struct file_digests *m);
void digests_update(struct file_digests *m, const void *data, size_t len);

/* Ends them; nothing has to be freed then. */
void digests_end(struct file_digests *m);

#endif
