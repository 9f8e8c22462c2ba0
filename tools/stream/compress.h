/*
 * Compressing a file, to the same bytes each time.
 */
#ifndef STREAM_COMPRESS_H
#define STREAM_COMPRESS_H

#include <stdbool.h>

#include "os/output.h"

/*
 * The compression that the end of a name asks for, "gzip" for `.gz', likewise
 * of `.bz2', `.xz' and `.zst'; NULL: none.
 */
const char *compression_of_name(const char *name);

/*
 * A compressed copy of out as its name asks for, with a warning that pkgadd
 * does not read it; out is discarded then.  Without such a name it is out
 * itself, NULL after a finding.
 */
struct output *compress_output(
    struct output *out, const char *name, bool force, struct diag *d);

#endif
