/*
 * The pathnames that an object of a package gets when it is installed
 * (svr4-packaging 3.5, 3.6).
 */
#ifndef MODEL_INSTALL_PATH_H
#define MODEL_INSTALL_PATH_H

#include "model/object.h"
#include "model/pkginfo.h"

/*
 * The target of a hard or symbolic link as a pathname of the pkgmap: a
 * relative target is relative to the directory of the link.  The caller frees.
 */
char *link_target(const struct object *o);

/*
 * The absolute pathname, in the root where the package is installed, of a
 * pathname of a pkgmap: variables are replaced, and a relative pathname is
 * below BASEDIR.  vars holds the parameters of the package.  NULL when a
 * variable has no value; *missing then points to its `$' inside path.  The
 * caller frees.
 */
char *install_path(
    const char *path, const struct pkginfo *vars, const char **missing);

#endif
