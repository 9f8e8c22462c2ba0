/*
 * Finds and reads the admin file that a package tool is called with.
 */
#ifndef RUN_ADMIN_FILE_H
#define RUN_ADMIN_FILE_H

#include "model/admin.h"

/*
 * Reads an admin file: a name that exists, an absolute path, or a name in
 * var/sadm/install/admin of the root; NULL is `default`, "none" asks
 * everything (svr4-packaging 5.5).  root is a host path.  NULL: findings.
 */
struct admin *admin_load(const char *name, const char *root, struct diag *d);

#endif
