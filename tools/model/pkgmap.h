/*
 * pkgmap(4): what a package delivers, object by object (svr4-packaging 3).
 */
#ifndef MODEL_PKGMAP_H
#define MODEL_PKGMAP_H

#include "model/object.h"

#define PKGMAP_MAX      (512u * 1024 * 1024) /* bytes of a pkgmap */
#define PKGMAP_LINE_MAX 8192                 /* bytes of one line */

struct pkgmap {
	unsigned nparts;        /* of the `:` line */
	uint64_t maxpart;       /* 512-byte blocks of a part */
	uint64_t compressed;    /* blocks, 0: no third number */
	struct objects objects; /* sorted by path */
};

/*
 * Parses the text of a pkgmap; file is its name in messages.  Returns the map,
 * which the caller frees, or NULL after adding findings.
 */
struct pkgmap *pkgmap_parse(
    const char *text, size_t len, const char *file, struct diag *d);

void pkgmap_write(const struct pkgmap *map, struct buf *out);

/*
 * Where the contents of an object lie in the package: `pkginfo`,
 * `install/NAME`, `reloc/PATH`, `root/PATH`, or with the part number behind
 * reloc and root when the package has several (svr4-packaging 3.5, 1.4).
 * The caller frees.
 */
char *pkgmap_member(const struct pkgmap *map, const struct object *o);

void pkgmap_free(struct pkgmap *map);

#endif
