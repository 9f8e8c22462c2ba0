/*
 * The pkgmap(4) of a package: all objects that it delivers (svr4-packaging 3).
 * A line of it is parsed and printed by model/object.h.
 */
#ifndef MODEL_PKGMAP_H
#define MODEL_PKGMAP_H

#include "model/object.h"

#define PKGMAP_MAX      (512u * 1024 * 1024) /* bytes of a pkgmap */
#define PKGMAP_LINE_MAX 8192                 /* bytes of one line */

struct pkgmap {
	unsigned nparts;        /* of the first line, `: nparts maxpart' */
	uint64_t maxpart;       /* 512-byte blocks of the largest part */
	uint64_t compressed;    /* blocks; 0: the line has no third number */
	struct objects objects; /* sorted by path */
};

/*
 * Parses the text of a pkgmap; file is its name in findings.  Returns the map,
 * which the caller frees, or NULL after adding findings.
 */
struct pkgmap *pkgmap_parse(
    const char *text, size_t len, const char *file, struct diag *d);

/* Appends the text of a pkgmap. */
void pkgmap_write(const struct pkgmap *map, struct buf *out);

/*
 * The pathname of an object's contents in the package: `pkginfo',
 * `install/NAME', `reloc/PATH' or `root/PATH'; in a package of several parts
 * `reloc.PART/PATH' or `root.PART/PATH' (svr4-packaging 3.5, 1.4).  The caller
 * frees.
 */
char *pkgmap_member(const struct pkgmap *map, const struct object *o);

void pkgmap_free(struct pkgmap *map);

#endif
