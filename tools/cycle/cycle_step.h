/*
 * One step of a cycle: a tool runs as a process of its own, so that it can be
 * killed like the real one, and its result is kept.
 */
#ifndef CYCLE_CYCLE_STEP_H
#define CYCLE_CYCLE_STEP_H

#include "cycle/tool_command.h"

/* The path of a file in the cycle's directory; the caller frees. */
char *cycle_file(const struct cycle *c, const char *name);

/*
 * Runs the tool on a root, adds the step to the result, and frees command.
 * Returns false after a finding when it could not be run.
 */
bool cycle_step(struct cycle *c, enum stage stage, struct command_line command,
    const char *root, struct diag *d);

/*
 * Adds a step that began at `begin' (monotonic_seconds()) and ends now.  Its
 * output is what the file `output' in the cycle's directory holds, which is
 * emptied.  Returns false after a finding.
 */
bool cycle_record_step(struct cycle *c, enum stage stage, int status,
    double begin, struct diag *d);

/* The step that ran last is about these packages. */
void cycle_name_step(struct cycle *c, const char *packages);

/* The step that ran last; there must have been one. */
const struct step *cycle_last_step(const struct cycle *c);

/* Its output without the path of the root; the caller frees. */
char *cycle_last_output(const struct cycle *c, const char *root);

#endif
