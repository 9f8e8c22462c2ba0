/*
 * The target of one call of a tool.
 */
#ifndef REHEARSE_OPEN_TARGET_H
#define REHEARSE_OPEN_TARGET_H

#include "root/exec_env.h"
#include "run/context.h"

/*
 * Opens the root of the environment, with the accounts that the options say;
 * for target_close.  NULL after findings.
 */
struct target *open_target(const struct exec_env *where,
    const struct run_options *options, struct diag *d);

#endif
