/*
 * What a package was made from: an in-toto statement with the predicate SLSA
 * provenance 1.0, in JSON.
 */
#ifndef SBOM_PROVENANCE_H
#define SBOM_PROVENANCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "model/pkginfo.h"

struct provenance_source {
	int fd;           /* of the package's file */
	const char *name; /* of it, without directories */
	/* what the build was told */
	const char *const *manifests; /* or, without them: */
	size_t nmanifests;
	const char *prototype;
	const struct pkginfo *first, *vars; /* parameters of both kinds */
	int64_t time;                       /* seconds; -1: not given */
	/* what it read; some may come twice */
	const char **inputs;
	size_t ninputs;
	const char *version; /* of the program */
};

/*
 * Writes the statement to the file path: the digest of the package, those of
 * the inputs sorted by name, parameters and the program's version.  No time and
 * no name of a host.  False after a finding; then there is no such file.
 */
bool provenance_write(const struct provenance_source *source, const char *path,
    bool force, struct diag *d);

#endif
