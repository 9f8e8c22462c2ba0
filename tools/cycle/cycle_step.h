/*
 * Running one step of a cycle and keeping its result in the cycle.
 */
#ifndef CYCLE_CYCLE_STEP_H
#define CYCLE_CYCLE_STEP_H

#include "cycle/tool_command.h"

/* The path of a file in the cycle's directory; the caller frees. */
char *cycle_file(const struct cycle *c, const char *name);

/*
 * Runs a tool on a root as a process of its own, records the step, and frees
 * the call.  False after a finding when it could not be run.
 */
bool cycle_step(struct cycle *c, enum stage stage, struct command_line call,
    const char *root, struct diag *d);

/*
 * Records a step that lasted from begin (monotonic_seconds()) to now; its output is
 * read from the file `output', which is emptied.  False after a finding.
 */
bool cycle_record_step(struct cycle *c, enum stage stage, int status,
    double begin, struct diag *d);

/* The exit status of the last step. */
int cycle_last_status(const struct cycle *c);

/*
 * The output of the last step, with the path of the root left out; the caller
 * frees.
 */
char *cycle_last_output(const struct cycle *c, const char *root);

/* Adds a difference; path and text are copied. */
void cycle_add_difference(
    struct cycle *c, enum stage stage, const char *path, const char *text);

#endif
