/*
 * The mounts of a live root (Linux).
 */
#ifndef ROOT_LIVE_MOUNT_H
#define ROOT_LIVE_MOUNT_H

#include <stdbool.h>
#include <stddef.h>

#include "root/live.h"

/* Directories that were made in the root for mounts, to be taken away. */
struct mount_points {
	char **made;
	size_t n;
};

/* Makes what is missing; false with errno. */
bool mount_points_make(struct mount_points *p, const char *root);

/* Takes them away again, in reverse order, and frees the list. */
void mount_points_remove(struct mount_points *p, const char *root);

/*
 * Inside new namespaces: mounts everything and makes the root ours.  What
 * could not be done, or NULL; then errno says why.
 */
const char *mount_all(const struct live *live, bool user_namespace);

#endif
