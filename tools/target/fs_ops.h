/*
 * Makes the objects of a package that have no contents.
 */
#ifndef TARGET_FS_OPS_H
#define TARGET_FS_OPS_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/object.h"

/*
 * Removes what is in the way (not a directory that has something in it) and
 * makes the directory with those above it, symbolic link, device or pipe at
 * path; for a regular file the place is only cleared.  False after appending
 * the reason to why, one line.
 */
bool make_object(const struct object *o, const char *path, struct buf *why);

/* Makes path a further name of the file target; false as above. */
bool make_hard_link(const char *target, const char *path, struct buf *why);

#endif
