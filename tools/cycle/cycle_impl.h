/*
 * What the parts of a cycle share.
 */
#ifndef CYCLE_CYCLE_IMPL_H
#define CYCLE_CYCLE_IMPL_H

#include "cycle/cycle_call.h"

/* The path of a file in the cycle's directory; the caller frees. */
char *cycle_file(const struct cycle *c, const char *name);

/*
 * Runs a tool on a root, and frees the call; false, with a finding, when that
 * was impossible.
 */
bool cycle_step(struct cycle *c, enum stage stage, struct command_line call,
    const char *root, struct diag *d);

/*
 * Keeps what came of a step that took from begin to now, and has printed to
 * the file `output'.
 */
bool cycle_keep(struct cycle *c, enum stage stage, int status,
    const struct timespec *begin, struct diag *d);

/* The status of the last step. */
int cycle_status(const struct cycle *c);

/* What the last step, a check, has said, without the place of the root. */
char *cycle_complaints(const struct cycle *c, const char *root);

void cycle_differs(
    struct cycle *c, enum stage stage, const char *path, const char *text);

#endif
