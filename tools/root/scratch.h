/*
 * A root to rehearse in: what every Solaris system has and packages lean on,
 * and nothing else.
 */
#ifndef ROOT_SCRATCH_H
#define ROOT_SCRATCH_H

#include <stdbool.h>

#include "base/diag.h"

/*
 * Makes the new directory root: users and groups, system directories, which
 * belong to the package SUNWcsr as on a real system, and its contents
 * database.  False after a finding.
 */
bool scratch_make(const char *root, struct diag *d);

/*
 * Makes the directories that live rehearsals mount things on, where they are
 * missing: those that they make themselves would stay when they are killed.
 */
bool scratch_add_live_mountpoints(const char *root, struct diag *d);

/*
 * Takes away what live rehearsals leave beside the root's own: when they are
 * killed, or may not do so themselves.
 */
void scratch_remove_live_mountpoints(const char *root);

#endif
