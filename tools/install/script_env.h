/*
 * The environment of the scripts of an installation (svr4-packaging 6.1 step
 * 2, 6.2).
 */
#ifndef INSTALL_SCRIPT_ENV_H
#define INSTALL_SCRIPT_ENV_H

#include "install/install.h"

/*
 * The context of one installation or pkgask, with the parameters of the
 * package and what is known from the beginning in the environment.  For
 * context_free.
 */
struct context *new_install_context(
    const struct install_request *q, enum tool tool);

/* PKG_INSTALL_ROOT; BASEDIR and CLIENT_BASEDIR unless basedir is NULL. */
void set_directory_env(struct context *ctx, const char *basedir);

#endif
