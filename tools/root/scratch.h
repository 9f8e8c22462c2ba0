/*
 * Scratch roots: directories like a new Solaris system, with what packages
 * expect and nothing else.
 */
#ifndef ROOT_SCRATCH_H
#define ROOT_SCRATCH_H

#include <stdbool.h>

#include "base/diag.h"

/*
 * Makes the directory root, which must not exist yet: users and groups, system
 * directories, which belong to the package SUNWcsr as on a real system, and
 * the contents database.  False after a finding.
 */
bool scratch_make(const char *root, struct diag *d);

/*
 * Makes the directories that a live rehearsal needs for its mounts, so that a
 * rehearsal that is killed leaves none behind.  False after a finding.
 */
bool scratch_add_live_mountpoints(const char *root, struct diag *d);

/*
 * Removes the working directory of overlays, which live rehearsals leave when
 * they are killed or lack the permission to remove it.
 */
void scratch_remove_live_mountpoints(const char *root);

#endif
