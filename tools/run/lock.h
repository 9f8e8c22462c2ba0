/*
 * One rehearsal at a time works on the packages of a target
 * (svr4-packaging 6.8).
 */
#ifndef RUN_LOCK_H
#define RUN_LOCK_H

#include "run/context.h"

/*
 * Takes the lock until the process ends, and waits for whoever has it.
 * False after complaining when that takes too long.
 */
bool lock_packages(struct run *r, const char *tool);

#endif
