/*
 * What build tells about the package that it made: --sbom and --provenance.
 */
#ifndef CMD_BUILD_FACTS_H
#define CMD_BUILD_FACTS_H

#include "build/plan.h"
#include "os/output.h"

struct build_facts {
	const char *sbom, *provenance; /* files; NULL: not wanted */
	bool force;
	const char *output; /* the package's file as given; NULL, or `-' */
	struct plan *const *plans;
	size_t nplans;
	const char *const *manifests; /* one for each plan; NULL: none */
	const char *prototype;
	const struct pkginfo *first, *vars;
	int64_t time; /* seconds, or BUILD_TIME_NONE */
};

/* Writes them about out, which is complete and has no name yet. */
bool build_facts_write(
    const struct build_facts *f, const struct output *out, struct diag *d);

#endif
