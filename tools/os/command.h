/*
 * A command, run to its end or to the end of our patience.
 */
#ifndef OS_COMMAND_H
#define OS_COMMAND_H

#include "base/diag.h"

#define COMMAND_TIMEOUT (-1)
#define COMMAND_FAILED  (-2) /* could not be run: a finding says why */

/*
 * Runs argv, whose first word is an absolute path, without a terminal and
 * with /dev/null as input; what it prints is appended to the file output.
 * Returns its exit status, 128 and more for a signal.  Its process group is
 * gone afterwards.
 */
int command_run(char *const *argv, char *const *env, const char *output,
    unsigned seconds, struct diag *d);

#endif
