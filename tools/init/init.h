/*
 * First sources of a package, written from what there is: build manifest,
 * prototype, pkginfo.
 */
#ifndef INIT_INIT_H
#define INIT_INIT_H

#include "base/buf.h"
#include "init/inventory.h"

/* What the sources say besides the files; NULL takes the default. */
struct init_settings {
	const char *payload; /* its name in the manifest */
	const char *title;   /* what it is called for people */
	const char *package; /* name of the new package */
	const char *basedir;
	const char *base; /* patch: package that is changed */
};

/* The three files. */
struct init_sources {
	struct buf manifest, prototype, pkginfo;
};

/* A package with everything in the inventory. */
void init_first(const struct inventory *inv, const struct init_settings *set,
    struct init_sources *out);

/*
 * A patch that makes the files of `to' from those of `from': which changed,
 * were added, were deleted, with sizes and digests of before and after.
 * Symbolic links that changed are warned of, as a patch cannot roll them back.
 */
void init_patch(const struct inventory *from, const struct inventory *to,
    const struct init_settings *set, struct init_sources *out, struct diag *d);

/* Is this entry of `to' a file that the patch delivers? */
bool init_is_new(
    const struct inventory *from, const struct inventory_entry *entry);

void init_free(struct init_sources *out);

/* A name for a package from that of a file: `x_1.0.tar.gz' gives `x10'. */
char *init_name(const char *path);

#endif
