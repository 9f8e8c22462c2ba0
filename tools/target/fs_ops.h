/*
 * Makes objects in a target: directories, links, devices, copies of files.
 */
#ifndef TARGET_FS_OPS_H
#define TARGET_FS_OPS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/diag.h"
#include "model/object.h"

/*
 * Makes the directory (with missing ones above it), symbolic link, device or
 * pipe that o describes, after removing another object at path; a directory
 * that is not empty is not removed.  For a regular file only the other object
 * is removed.  False after appending a line to why.
 */
bool make_object(const struct object *o, const char *path, struct buf *why);

/* Makes path a name of target, in the same way. */
bool make_hard_link(const char *target, const char *path, struct buf *why);

/* Makes the directory and missing ones above it; false with errno. */
bool make_directories(const char *path, mode_t mode);

/* The same for the directory of path, with mode 0755. */
bool make_parents(const char *path);

/*
 * Copies a file with its times, and makes missing directories.  A file that
 * exists is replaced by rename when the copy is complete, so its hard links
 * keep the old contents.  False after a finding.
 */
bool copy_file(const char *from, const char *to, mode_t mode, struct diag *d);

/* The same with mode 0644 and, for root, the owner of from. */
bool copy_owned(const char *from, const char *to, struct diag *d);

/* Writes a file in place, which may exist; false after a finding. */
bool write_file(const char *path, const void *data, size_t len, mode_t mode,
    struct diag *d);

/*
 * Copies a tree with its links; with keep also owners (where allowed), modes
 * and times, else as cp -r does.  False after a finding.
 */
bool copy_tree(const char *from, const char *to, bool keep, struct diag *d);

/* Removes a tree, if it exists; false with errno. */
bool remove_tree(const char *path);

/*
 * Makes a private directory in dir, with prefix and six characters as its name;
 * the path, which the caller frees, or NULL with errno.
 */
char *make_temporary(const char *dir, const char *prefix);

#endif
