/*
 * What is different between two inventories, and what of it a patch can carry.
 */
#ifndef INIT_DIFFERENCE_H
#define INIT_DIFFERENCE_H

#include "init/inventory.h"

/* How the patch covers a difference. */
enum cover {
	COVER_NONE,       /* see reason */
	COVER_ADD,        /* a new file */
	COVER_REPLACE,    /* a file with other contents or attributes, or in
			   * place of a link */
	COVER_DELETE,     /* a file, a link or a directory is gone */
	COVER_ATTRIBUTES, /* mode, owner or group of a file or directory alone */
	COVER_DIRECTORY,  /* a new directory, which pkgadd makes */
	COVER_MADE,       /* a directory in place of a file or link, or below
			   * such a one: the scripts make it */
	COVER_LINK_ADD,   /* a new symbolic or hard link */
	COVER_LINK, /* another target, or a link in place of another type */
};

struct difference {
	const char *path;
	const struct inventory_entry *old, *new; /* one may be NULL */
	enum cover cover;
	const char *reason; /* why it is not covered, a constant */
};

struct differences {
	struct difference *v; /* those of the trees in the order of paths */
	size_t n, size;
	size_t ntree; /* how many are of the trees */
	size_t covered;
};

/* Compares what the inventories know; both live as long.  The caller frees. */
void differences_find(struct differences *out, const struct inventory *from,
    const struct inventory *to);

/* The difference of this path, or NULL. */
const struct difference *differences_get(
    const struct differences *list, const char *path);

void differences_free(struct differences *out);

#endif
