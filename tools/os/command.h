/*
 * Commands: where they are, and running them with a time limit.
 */
#ifndef OS_COMMAND_H
#define OS_COMMAND_H

#include "base/diag.h"

#define COMMAND_TIMEOUT (-1) /* or we were interrupted; it was killed */
#define COMMAND_FAILED  (-2) /* could not be run: a finding says why */

/*
 * The path of a program: name itself when it has a slash, otherwise the first
 * one in the absolute directories of PATH.  The caller frees; NULL when there
 * is none that may be executed.
 */
char *command_find(const char *name);

/*
 * Runs argv, whose first word is an absolute path, with the environment env,
 * in a session of its own without a terminal, and with /dev/null as standard
 * input; what it prints is appended to the file output.  seconds is the time
 * limit, 0 none.  Returns its exit status, 128 + the signal that killed it, or
 * one of the two above.  When it ends, what is left of its process group is
 * killed.
 */
int command_run(char *const *argv, char *const *env, const char *output,
    unsigned seconds, struct diag *d);

#endif
