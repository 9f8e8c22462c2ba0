/*
 * Nothing of the host is changed by a rehearsal in an alternate root, even
 * when a script or an absolute symbolic link leads out of it.
 */
#ifndef ROOT_PROTECT_H
#define ROOT_PROTECT_H

#include "base/diag.h"

/*
 * Does the work in a process for which only root and the directories for
 * temporary files can be written to; its value.  Where the system cannot do
 * that, a warning is added and the work is done all the same; ordinary users
 * have the permissions of files between them and the host, and no warning.
 */
int protected_run(const char *root, const char *temporary, int (*work)(void *),
    void *arg, struct diag *d);

#endif
