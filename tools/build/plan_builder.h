/*
 * The steps to a plan that a prototype and a build manifest have in common.
 */
#ifndef BUILD_PLAN_BUILDER_H
#define BUILD_PLAN_BUILDER_H

#include "build/build.h"
#include "manifest/manifest.h"
#include "model/prototype.h"

/* A package while its plan is made. */
struct plan_builder {
	const struct build_request *request;
	struct prototype *prototype;
	struct plan *plan;
	const char *info_path; /* of the source pkginfo; NULL: the object's */
	bool is_patch;         /* directories above may be those of the base */
	int64_t newest_date;   /* of the manifest; BUILD_TIME_NONE: none */
	const struct manifest_sources *sources; /* likewise; NULL: none */
	struct diag d;                          /* of this package alone */
};

/* Reads the prototype into a new plan; false after findings in b->d. */
bool plan_builder_begin(struct plan_builder *b, const char *prototype);

/*
 * Computes the time stamp, the parameters, and the texts of pkginfo and pkgmap.
 * All objects have to be in the plan, and their contents checksummed
 * (checksum_plan).  Findings in b->d.
 */
void plan_builder_finish(struct plan_builder *b);

/* The plan, or NULL after an error; moves the findings of b to d. */
struct plan *plan_builder_end(struct plan_builder *b, struct diag *d);

#endif
