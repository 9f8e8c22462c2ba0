/*
 * Scratch roots: directories like a new Solaris system, with what packages
 * expect and nothing else.
 */
#ifndef ROOT_SCRATCH_H
#define ROOT_SCRATCH_H

#include <stdbool.h>

#include "base/diag.h"

/* Releases of Solaris that a root can be like. */
#define SCRATCH_RELEASE_MIN 8
#define SCRATCH_RELEASE     11 /* unless another is asked for */
#define SCRATCH_RELEASE_MAX 11

/*
 * Fills the directory root, which is made or is empty: users and groups, the
 * system directories of the release, which belong to the package SUNWcsr as on
 * a real system, the contents database, etc/release and two admin files.  For who
 * cannot give files away their owners are noted (os/owner.h).  False after a
 * finding.
 */
bool scratch_make(const char *root, unsigned release, struct diag *d);

/* The etc/passwd and etc/group of such a root. */
extern const char scratch_passwd[], scratch_group[];

/* Is root missing or an empty directory? */
bool scratch_is_wanted(const char *root);

/*
 * Makes the directories that a live rehearsal needs for its mounts, so that a
 * rehearsal that is killed leaves none behind.  False after a finding.
 */
bool scratch_add_live_mountpoints(const char *root, struct diag *d);

/*
 * Removes the working directory of overlays and whiteouts, which live
 * rehearsals leave when they are killed or lack the permission to remove them.
 */
void scratch_remove_live_mountpoints(const char *root);

#endif
