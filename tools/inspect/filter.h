/*
 * Which objects are wanted, by pattern, type and class, and which packages, by
 * name.
 */
#ifndef INSPECT_FILTER_H
#define INSPECT_FILTER_H

#include "model/object.h"
#include "stream/package_reader.h"

/* All types of objects, as letters of the pkgmap. */
#define FILTER_TYPES "fevdxlspcbi"

struct filter {
	const char *const *patterns; /* none: all objects */
	size_t npatterns;
	const char *types;          /* letters, or NULL: all */
	const char *const *classes; /* none: all */
	size_t nclasses;
	bool *used; /* by pattern: has matched something */
};

/*
 * Sets the patterns and makes room for the marks in `used'; the caller sets
 * types and classes, keeps the patterns, and calls filter_free().
 */
void filter_begin(
    struct filter *f, const char *const *patterns, size_t npatterns);

/*
 * A pattern is one of glob(7), in which `*' matches slashes too, for the path
 * of the object; the first slash may be left out.  Information files can be
 * named `install/NAME' as well.  A directory stands for all below it.
 */
bool filter_match(struct filter *f, const struct object *o);

/* Does one of the patterns name the file pkgmap, which is no object? */
bool filter_match_pkgmap(struct filter *f);

/* An error for each pattern that has matched nothing. */
void filter_report(const struct filter *f, const char *file, struct diag *d);

void filter_free(struct filter *f);

/*
 * Marks the packages of the source that are named, all when n is 0.  Returns an
 * array of reader_count() elements, which the caller frees, or NULL after a
 * finding for each name that is not there.
 */
bool *filter_packages(const struct package_reader *s, const char *const *names,
    size_t n, struct diag *d);

#endif
