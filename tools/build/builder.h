/*
 * What the two ways to make a plan share.
 */
#ifndef BUILD_BUILDER_H
#define BUILD_BUILDER_H

#include "build/prototype_build.h"
#include "model/manifest.h"
#include "model/prototype.h"

/* A package while its plan is made. */
struct builder {
	const struct build_request *r;
	struct prototype *prototype;
	struct plan *plan;
	const char *info_path; /* of the source pkginfo */
	bool strict;           /* a class that is not listed: error */
	int64_t newest;        /* date known besides the contents' */
	struct diag d;         /* of this package alone */
};

/* Reads the prototype into a fresh plan; false: that was not possible. */
bool builder_begin(struct builder *b, const char *prototype);

/* Measures the contents.  What is wrong is in b->d afterwards, as below. */
void builder_checksum_contents(struct builder *b);

/* Settles time, parameters and texts; the objects are all there by now. */
void builder_resolve(struct builder *b);

/* The plan, or NULL when something is wrong; moves the findings to d. */
struct plan *builder_end(struct builder *b, struct diag *d);

#endif
