/*
 * The base directory, and the variables that tell scripts where they are
 * (svr4-packaging 6.2, 6.3).
 */
#ifndef INSTALL_BASEDIR_H
#define INSTALL_BASEDIR_H

#include "run/context.h"

/*
 * Settles r->basedir from the admin file, the environment and the installed
 * package; 0 or the exit code.
 */
int resolve_basedir(struct run *r);

/* PKG_INSTALL_ROOT, BASEDIR and CLIENT_BASEDIR, as far as they are known. */
void set_directory_env(struct run *r);

/* PKG_CLIENT_OS and others, from the release file of an alternate root. */
void set_client_release_env(struct run *r);

/* Makes the base directory; asks first unless -n. */
int make_basedir(struct run *r);

#endif
