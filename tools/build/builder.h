/*
 * The steps to a plan that a prototype and a build manifest have in common.
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

/* Reads the prototype into a new plan; false after findings in b->d. */
bool builder_begin(struct builder *b, const char *prototype);

/* Reads all contents once for sizes, sums and digests; findings in b->d. */
void builder_checksum_contents(struct builder *b);

/*
 * Computes the time stamp, the parameters, and the texts of pkginfo and pkgmap;
 * all objects must be there by now.  Findings in b->d.
 */
void builder_resolve(struct builder *b);

/* The plan, or NULL after an error; moves the findings of b to d. */
struct plan *builder_end(struct builder *b, struct diag *d);

#endif
