/*
 * The catalog and the descriptions of a directory of packages, as pkgutil(1)
 * and pkg-get(1) read them, so that a web server can offer the packages
 * (svr4-packaging 11.1).
 */
#ifndef KIT_CATALOG_H
#define KIT_CATALOG_H

#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"

/* A package file of the directory; the texts belong to the catalog. */
struct catalog_entry {
	char *common;      /* the name by which people ask for it */
	char *version;     /* VERSION */
	char *package;     /* PKG */
	char *file;        /* in the directory */
	char *md5;         /* of the file, in hexadecimal digits */
	uint64_t size;     /* of the file, in bytes */
	char *depends;     /* packages with `|' between them, or `none' */
	char *category;    /* likewise */
	char *excludes;    /* packages that it cannot be with, likewise */
	char *description; /* a line */
};

struct catalog {
	struct catalog_entry *v; /* by the names of the files */
	size_t n, size;
	int64_t time; /* of the newest file, seconds */
};

/*
 * Reads the files of the directory whose names end in .pkg, or in .pkg and a
 * compression.  NULL after findings; the caller frees.
 */
struct catalog *catalog_read(const char *dir, struct diag *d);

/* Append the texts of the files catalog and descriptions. */
void catalog_write(const struct catalog *c, struct buf *out);
void catalog_write_descriptions(const struct catalog *c, struct buf *out);

/* NULL is allowed. */
void catalog_free(struct catalog *c);

#endif
