/*
 * The files, directories and links of a tree, an archive or a package, with
 * sizes and digests: what init makes sources from.
 */
#ifndef INIT_INVENTORY_H
#define INIT_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/digest.h"
#include "model/pkginfo.h"

#define INVENTORY_MAX 4000000 /* entries */

struct inventory_entry {
	char *path;              /* relative; of a package as in its pkgmap */
	char type;               /* f d s; of a package l i p c b */
	unsigned mode;           /* without type */
	bool has_mode;           /* false: a package says `?' */
	char *owner, *group;     /* NULL: unknown; see owners.h */
	uint64_t size;           /* f: bytes */
	int64_t mtime;           /* f: seconds */
	uint32_t cksum;          /* f: as cksum(1) has it */
	char sha256[SHA256_HEX]; /* f */
	char *source;            /* path in the source; NULL: path itself */
	char *target;            /* s l; c b: the numbers */
	char *link;              /* while an archive is read: a hard link to
				  * the entry of this path, or NULL */
	unsigned machine;        /* f: of an ELF file, else 0 */
	bool is_foreign;         /* f: an ELF file for another system */
	size_t order;            /* position in the source */
};

/* Bytes of a program or library of which all headers are looked at. */
#define DIGESTS_ELF_MAX (32u * 1024 * 1024)

/* What is computed of contents while they are read. */
struct file_digests {
	struct sha256 *sha256;
	uint32_t cksum; /* as cksum(1) has it, once they are ended */
	uint32_t sum;   /* as a pkgmap has it, likewise */
	uint64_t size;
	char hex[SHA256_HEX]; /* of SHA-256, likewise */
	struct buf elf;       /* an ELF file, up to the limit */
	unsigned machine;     /* of an ELF file, else 0, likewise */
	bool is_foreign;      /* an ELF file for another system, likewise */
};

void digests_begin(struct file_digests *m);
void digests_update(struct file_digests *m, const void *data, size_t len);

/* Ends them; nothing has to be freed then. */
void digests_end(struct file_digests *m);

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

/*
 * Appends the contents of a file, which is read again from the tree or archive
 * at source; false when it cannot be, or is longer than 1 MiB.
 */
bool inventory_text(const struct inventory *inv, const char *source,
    const struct inventory_entry *entry, struct buf *out, struct diag *d);

/* The entry of this path, or NULL. */
const struct inventory_entry *inventory_find(
    const struct inventory *inv, const char *path);

/*
 * Is there something in the inventory that is no directory, where the path has
 * one above it?
 */
bool inventory_lies_below_other(const struct inventory *inv, const char *path);

/*
 * When one of the two is a package and the other is none, the paths of that
 * become such as the package has: absolute, or without the base directory.
 * The names are those of the sources, for warnings.
 */
void inventory_align(struct inventory *from, const char *from_name,
    struct inventory *to, const char *to_name, struct diag *d);

void inventory_free(struct inventory *inv);

#endif
