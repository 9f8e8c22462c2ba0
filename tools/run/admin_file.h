/*
 * Finds and reads the admin file that a package tool is called with.
 */
#ifndef RUN_ADMIN_FILE_H
#define RUN_ADMIN_FILE_H

#include "model/admin.h"

/* The name of an admin file of scratch roots with which -n refuses nothing. */
#define ADMIN_UNATTENDED "unattended"

/*
 * Reads the admin file that -a names: a file that exists, a path with a slash,
 * or a name in var/sadm/install/admin of the root or the host.  NULL stands for
 * `default`; "none" makes one that asks everything (svr4-packaging 5.5).  root
 * is a path of the host.  For admin_free; NULL after findings.
 */
struct admin *admin_load(const char *name, const char *root, struct diag *d);

#endif
