/*
 * The base directory of a package (svr4-packaging 6.3).
 */
#ifndef INSTALL_BASEDIR_H
#define INSTALL_BASEDIR_H

#include "install/instance.h"
#include "run/context.h"

/*
 * Finds the base directory, a path of the client, from the admin file, the
 * environment, the installed package or an answer; *basedir is freed and set,
 * or stays NULL when the package has none.  0, or the exit code after a
 * message.
 */
int resolve_basedir(
    struct context *ctx, bool relocatable, enum update update, char **basedir);

/* Makes the base directory (NULL: none); asks first unless -n. */
int make_basedir(struct context *ctx, const char *basedir);

#endif
