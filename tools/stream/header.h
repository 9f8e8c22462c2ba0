/*
 * The header of a datastream: its table of contents as text, in front of the
 * archives (svr4-packaging 1.2).
 */
#ifndef STREAM_HEADER_H
#define STREAM_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/string_pool.h"

#define HEADER_MAGIC        "# PaCkAgE DaTaStReAm"
#define HEADER_END          "# end of header"
#define HEADER_BLOCK        512
#define HEADER_MAX          (1024u * 1024) /* bytes of the text */
#define HEADER_LINE_MAX     127            /* bytes, as in the old tools */
#define HEADER_NAME_MAX     36             /* PKG of 31 bytes, `.', extension */
#define HEADER_PACKAGES_MAX 10000

/*
 * Bytes of a whole datastream, and of one member; beyond the first no tool
 * promises to read it, beyond the second Solaris 8 does not (pkgadd(1M),
 * pkgtrans(1)).
 */
#define STREAM_MAX  0xffffffffu
#define STREAM_SAFE 0x7fffffffu

struct header_entry {
	char *name; /* instance directory */
	unsigned nparts;
	uint64_t maxpart; /* 512-byte blocks */
	/*
	 * Parts on the volume where it begins, and on each one behind; none
	 * unless it goes on on other media (svr4-packaging 1.6).
	 */
	unsigned *on_volume;
	size_t nvolumes;
};

struct header {
	struct header_entry *v;
	size_t n, size;
	struct string_pool names;
};

#define HEADER_INIT ((struct header){0})

/* Appends a package; the name is copied. */
void header_add(
    struct header *h, const char *name, unsigned nparts, uint64_t maxpart);

/*
 * Can this be the directory of a package: printable, no path, and short enough
 * for the old readers?  Whether pkgmk would make such a name is for verify.
 */
bool header_name_is_usable(const char *name);

/*
 * Is the end line within the data?  The number of bytes up to and including
 * its LF, or 0.
 */
size_t header_text_len(const char *data, size_t len);

/*
 * Parses the text from magic to end line and appends the packages to h.  False
 * after adding findings; file is the name in messages.
 */
bool header_parse(struct header *h, const char *text, size_t len,
    const char *file, struct diag *d);

/*
 * Appends the header to out, padded with zeros to whole blocks.  A text that
 * would fill its blocks exactly gets a comment line more: the old writer adds
 * a block then that the old reader cannot read (svr4-packaging 1.2).
 */
void header_make(const struct header *h, struct buf *out);

void header_free(struct header *h);

#endif
