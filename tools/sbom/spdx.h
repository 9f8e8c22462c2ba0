/*
 * The list of a package's contents as SPDX 2.3, in JSON.
 */
#ifndef SBOM_SPDX_H
#define SBOM_SPDX_H

#include <stdbool.h>

#include "base/diag.h"

/* A datastream that was built. */
struct spdx_source {
	int fd;           /* of the file; read from its beginning */
	const char *name; /* of the file, without directories */
	/* files by package, in the order of the stream; NULL: no manifests */
	const char *const *manifests;
	const char *version; /* of the program */
};

/*
 * Writes the list of all packages to the file path: each file with SHA-1 and
 * SHA-256, build numbers, and the fixes as annotations.  No licence is claimed.
 * Its time is that of the newest package.  False after a finding; then there is
 * no such file.
 */
bool spdx_write(const struct spdx_source *source, const char *path, bool force,
    struct diag *d);

#endif
