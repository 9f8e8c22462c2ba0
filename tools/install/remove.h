/*
 * pkgrm for one instance (svr4-packaging 6.10).
 */
#ifndef INSTALL_REMOVE_H
#define INSTALL_REMOVE_H

#include "run/context.h"

/*
 * Removes the instance; the exit code of the tool.  caller is what context_new
 * copies.  Catches signals and changes the working directory, so each call has
 * a process of its own.
 */
int remove_package(const struct context *caller, const char *instance);

#endif
