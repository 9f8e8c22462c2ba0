/*
 * The files, directories and links of a tree, an archive or a package, with
 * sizes and digests: what init makes sources from.
 */
#ifndef INIT_INVENTORY_H
#define INIT_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/digest.h"
#include "model/pkginfo.h"

#define INVENTORY_MAX 4000000 /* entries */

struct inventory_entry {
	char *path;              /* relative; of a package as in its pkgmap */
	char type;               /* f d s; of a package l i p c b */
	unsigned mode;           /* without type */
	bool has_mode;           /* false: a package says `?' */
	char *owner, *group;     /* of a package; NULL: unknown */
	uint64_t size;           /* f: bytes */
	int64_t mtime;           /* f: seconds */
	uint32_t cksum;          /* f: as cksum(1) has it */
	char sha256[SHA256_HEX]; /* f */
	char *target;            /* s l; c b: the numbers */
	char *link;              /* while an archive is read: a hard link to
				  * the entry of this path, or NULL */
	size_t order;            /* position in the source */
};

enum inventory_kind { INVENTORY_TREE, INVENTORY_ARCHIVE, INVENTORY_PACKAGE };

struct inventory {
	enum inventory_kind kind;
	struct inventory_entry *v; /* sorted by path */
	size_t n, size;
	char *prefix; /* archive: its only top directory, which paths lack */
	struct pkginfo *info; /* package: its parameters, or NULL */
	char **left_out;      /* paths that no package can have, sorted */
	size_t nleft_out;
};

/* What the paths of a package's information files begin with. */
#define INVENTORY_INFO "install:"

/*
 * Reads a directory, a datastream or directory of packages with exactly one
 * package, or an archive that libarchive knows.  What cannot be part of a
 * package (devices, blanks in names) is left out with a warning.  NULL after
 * adding findings; the caller frees.
 */
struct inventory *inventory_read(const char *path, struct diag *d);

/* Is it a datastream, also a compressed one, or a directory with packages? */
bool inventory_is_package(const char *path);

/* The parameter of the package; NULL: no package, or it has none. */
const char *inventory_parameter(const struct inventory *inv, const char *name);

/* Is there a directory of this path, be it only because something is in it? */
bool inventory_has_directory(const struct inventory *inv, const char *path);

/* The entry of this path, or NULL. */
const struct inventory_entry *inventory_find(
    const struct inventory *inv, const char *path);

/*
 * When one of the two is a package and the other is none, the paths of that
 * become such as the package has: absolute, or without the base directory.
 * The names are those of the sources, for warnings.
 */
void inventory_align(struct inventory *from, const char *from_name,
    struct inventory *to, const char *to_name, struct diag *d);

void inventory_free(struct inventory *inv);

#endif
