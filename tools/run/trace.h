/*
 * The record of a rehearsal (--trace): each script with its environment, input
 * and output, and what it and the tool changed in the target.
 */
#ifndef RUN_TRACE_H
#define RUN_TRACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/diag.h"

struct context;
struct script;
struct trace;
struct trace_script; /* a script that is running */

/*
 * Opens the record path ("-" is standard output), as text or as one JSON
 * object a line.  root is the target's path on the host.  NULL after a
 * finding.
 */
struct trace *trace_open(
    const char *path, bool json, const char *root, struct diag *d);

/* Closes and frees t; false when something could not be written. */
bool trace_close(struct trace *t);

/*
 * Records what the tool changed since the last event.  Does nothing when t is
 * NULL, as the functions below.
 */
void trace_tool_changes(struct trace *t, struct context *ctx);

/* Begins the event of a script; NULL when t is NULL or there is no pipe. */
struct trace_script *trace_script_begin(
    struct trace *t, struct context *ctx, const struct script *s);

/* The descriptor that the script must have as its output. */
int trace_script_output(struct trace_script *s);

/*
 * Copies the output to the tool's own and into the record until the process
 * has ended, without reaping it.
 */
void trace_script_copy_output(struct trace_script *s, pid_t pid);

/* Records the event with the changes of the script; frees s. */
void trace_script_end(struct trace_script *s, int status);

#endif
