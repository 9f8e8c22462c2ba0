/*
 * A file in the making.  It gets its name only when it is complete; until then
 * it has none (O_TMPFILE) or, where the system cannot do that, an
 * unpredictable one that is removed when the program ends, by a signal too.
 */
#ifndef OS_OUTPUT_H
#define OS_OUTPUT_H

#include <stdbool.h>

#include "base/diag.h"

struct output;

/*
 * Begins the file path; "-" is standard output.  An existing file is an error
 * unless force is set.  Returns NULL after adding a finding.
 */
struct output *output_open(const char *path, bool force, struct diag *d);

/* The descriptor to write to; it can seek unless it is standard output. */
int output_fd(const struct output *out);
bool output_is_stream(const struct output *out);

/*
 * Gives the file its name and frees out.  False, with a finding, when that
 * failed; then nothing is left behind.
 */
bool output_commit(struct output *out, struct diag *d);

/* Drops the file and frees out; NULL is fine. */
void output_discard(struct output *out);

#endif
