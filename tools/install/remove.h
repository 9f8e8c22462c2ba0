/*
 * The removal of one instance (svr4-packaging 6.10).
 */
#ifndef INSTALL_REMOVE_H
#define INSTALL_REMOVE_H

#include "run/context.h"

/* The exit code of pkgremove; the process is for this alone. */
int remove_package(const struct run_options *options, const struct admin *admin,
    struct target *t, struct shell *shell, struct trace *trace,
    const char *instance);

#endif
