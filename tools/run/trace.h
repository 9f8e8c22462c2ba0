/*
 * The record of a rehearsal: each script with all that it was given, said and
 * changed (--trace).
 */
#ifndef RUN_TRACE_H
#define RUN_TRACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/diag.h"

struct run;
struct script;
struct trace;
struct trace_script;

/*
 * Writes to path, as text or as one JSON object a line.  root is a host path.
 * NULL after a finding.
 */
struct trace *trace_open(
    const char *path, bool json, const char *root, struct diag *d);

/* False when something could not be written; frees t. */
bool trace_close(struct trace *t);

/* All of these do nothing for a trace that is NULL. */
struct trace_script *trace_begin(
    struct trace *t, struct run *r, const struct script *s);

/* Where the script's output goes, to be copied and noted. */
int trace_output(struct trace_script *s);

/* Copies the output until the process has ended, and does not wait for it. */
void trace_copy_output(struct trace_script *s, pid_t pid);

void trace_end(struct trace_script *s, int status);

/* Notes what the tool itself has changed since the last event. */
void trace_note_changes(struct trace *t, struct run *r);

#endif
