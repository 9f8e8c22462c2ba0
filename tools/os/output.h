/*
 * Output files that appear under their names only when they are complete.
 * Until then they have no name (os/unnamed_file.h) or, where the system cannot
 * do that, an unpredictable one beside the final one, which is removed when
 * the program ends, also by a signal.
 */
#ifndef OS_OUTPUT_H
#define OS_OUTPUT_H

#include <stdbool.h>

#include "base/diag.h"

struct output;

/*
 * Begins the file path; "-" is standard output.  force: it may replace an
 * existing file, which stays until the new one is complete.  For
 * output_commit() or output_discard(); NULL after a finding.
 */
struct output *output_open(const char *path, bool force, struct diag *d);

/*
 * The same for what is not written from front to end: a standard output that
 * cannot seek gets the bytes when the file is complete.
 */
struct output *output_open_seekable(
    const char *path, bool force, struct diag *d);

/* The descriptor to write to, owned by out. */
int output_fd(const struct output *out);

/* Does fd stand for standard output, so that it may not be able to seek? */
bool output_is_stream(const struct output *out);

/*
 * Gives the file its name and frees out.  False after a finding; then the new
 * file is removed, and an old one is still there.
 */
bool output_commit(struct output *out, struct diag *d);

/* Removes the unfinished file and frees out; NULL is fine. */
void output_discard(struct output *out);

#endif
