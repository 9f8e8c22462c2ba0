/*
 * The lock on the packages of a target, var/sadm/install/.lockfile: one tool
 * at a time installs or removes (svr4-packaging 6.8).
 */
#ifndef RUN_LOCK_H
#define RUN_LOCK_H

#include "run/context.h"

/*
 * Takes the lock, which is held until the process ends.  Waits up to 30
 * seconds for another holder; false after a message when that is not enough.
 */
bool lock_packages(struct context *ctx);

#endif
