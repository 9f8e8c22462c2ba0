/*
 * The second pass: a layout becomes a file.
 */
#ifndef BUILD_WRITER_H
#define BUILD_WRITER_H

#include "build/layout.h"
#include "os/output.h"

/*
 * Writes the datastream to out; file is its name in messages.  False after
 * adding findings.  out is the caller's to commit or to discard.
 */
bool writer_run(const struct layout *l, const struct output *out,
    const char *file, struct diag *d);

#endif
