/*
 * First sources of a package, written from what there is: build manifest,
 * prototype, pkginfo.
 */
#ifndef INIT_INIT_H
#define INIT_INIT_H

#include "base/buf.h"
#include "init/difference.h"
#include "init/settings.h"

/* The three files. */
struct init_sources {
	struct buf manifest, prototype, pkginfo;
};

/* A package with everything in the inventory. */
void init_first(const struct inventory *inv, const struct init_settings *set,
    struct init_sources *out);

/*
 * A patch that makes the files of `to' from those of `from': the differences
 * that are covered, with sizes and digests of before and after.
 */
void init_patch(const struct inventory *from, const struct inventory *to,
    const struct differences *list, const struct init_settings *set,
    struct init_sources *out);

void init_free(struct init_sources *out);

/* A name for a package from that of a file: `x_1.0.tar.gz' gives `x10'. */
char *init_name(const char *path);

#endif
