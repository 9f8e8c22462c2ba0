/*
 * Commands: where they are, and running them with a time limit.
 */
#ifndef OS_COMMAND_H
#define OS_COMMAND_H

#include "base/diag.h"

#define COMMAND_TIMEOUT (-1) /* or interrupted; it was killed */
#define COMMAND_FAILED  (-2) /* could not be run: a finding says why */

/*
 * The path of a program: name itself when it has a slash, otherwise the first
 * one in the absolute directories of PATH.  The caller frees; NULL when there
 * is none that may be executed.
 */
char *command_find(const char *name);

/*
 * Runs argv, whose first word is an absolute path, without a terminal and
 * with /dev/null as input; what it prints is appended to the file output.
 * Returns its exit status, 128 + the signal that killed it, or one of the
 * above; seconds is its time limit.  What it has started in its process group
 * is killed when it ends.
 */
int command_run(char *const *argv, char *const *env, const char *output,
    unsigned seconds, struct diag *d);

#endif
