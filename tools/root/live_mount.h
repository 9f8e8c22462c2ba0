/*
 * The mounts of a live root (Linux).
 */
#ifndef ROOT_LIVE_MOUNT_H
#define ROOT_LIVE_MOUNT_H

#include <stdbool.h>
#include <stddef.h>

#include "root/live.h"

/* The mount points that did not exist in a root, in the order of making. */
struct mount_points {
	char **made; /* relative to the root */
	size_t n;
};

/* Makes the directories that are missing; false with errno. */
bool mount_points_make(struct mount_points *p, const char *root);

/* Removes those that were made, and frees the list. */
void mount_points_remove(struct mount_points *p, const char *root);

/*
 * In a new mount namespace: mounts the live root and makes it the root
 * directory of the process; it shows nothing of the host but LIVE_DIRECTORY.
 * Sets live->programs.  NULL, or what could not be done, with errno.
 */
const char *live_mount(struct live *live, bool user_namespace);

#endif
