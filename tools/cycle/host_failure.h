/*
 * Was it the host that made a tool fail, rather than a package?
 */
#ifndef CYCLE_HOST_FAILURE_H
#define CYCLE_HOST_FAILURE_H

#include "base/buf.h"
#include "faults/faults.h"

/*
 * The last line of the output file that is not empty; empty when there is none.
 * The caller frees.
 */
char *last_output_line(const char *output);

/*
 * A tool that has failed, with this output and below the directory dir.
 * Appends to text what of the host is to blame: it could not be executed or was
 * killed, the file system is full, there is no memory, ...; false when nothing
 * is.
 */
bool host_has_failed(const struct fault_result *result, const char *output,
    const char *dir, struct buf *text);

#endif
