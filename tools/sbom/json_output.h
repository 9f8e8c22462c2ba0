/*
 * A file with JSON that is complete or not there.
 */
#ifndef SBOM_JSON_OUTPUT_H
#define SBOM_JSON_OUTPUT_H

#include <stdio.h>

#include "os/output.h"

struct json_output {
	struct output *out;
	FILE *stream; /* to print to */
	const char *path;
};

/* False after a finding. */
bool json_output_open(
    struct json_output *o, const char *path, bool force, struct diag *d);

/* Completes the file if ok, else removes it; false then, or after a finding. */
bool json_output_close(struct json_output *o, bool ok, struct diag *d);

#endif
