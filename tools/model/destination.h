/*
 * Where an object of a package lands (svr4-packaging 3.5, 3.6).
 */
#ifndef MODEL_DESTINATION_H
#define MODEL_DESTINATION_H

#include "model/object.h"
#include "model/pkginfo.h"

/*
 * The target of a hard or symbolic link as a path of the package: what is
 * relative is seen from the link's directory.  The caller frees.
 */
char *link_target(const struct object *o);

/*
 * The absolute path, in the client's root, of a path of a pkgmap: variables
 * replaced, what is relative below BASEDIR.  vars holds the parameters of the
 * package.  NULL when a variable has no value; then *missing points to its
 * `$NAME' inside path.  The caller frees.
 */
char *destination(
    const char *path, const struct pkginfo *vars, const char **missing);

#endif
