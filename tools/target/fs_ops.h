/*
 * Making objects in the target: directories, links, devices, copies of files.
 */
#ifndef TARGET_FS_OPS_H
#define TARGET_FS_OPS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/diag.h"
#include "model/object.h"

/*
 * Takes away what is in the way, unless it is a directory with something in
 * it, and makes a directory (with those above it), symbolic link, device or
 * pipe; a regular file is taken away only.  False after appending to why.
 */
bool make_object(const struct object *o, const char *path, struct buf *why);

bool make_hard_link(const char *target, const char *path, struct buf *why);

/* The directory and all above it, with this mode; what exists stays. */
bool make_directories(const char *path, mode_t mode);

/* The same for the directory that a file lies in. */
bool make_parents(const char *path);

/*
 * Copies a file with its modification time.  The new file gets its name when
 * it is complete if there was one before it; other names of that one keep the
 * old contents.  Missing directories are made.  False after a finding.
 */
bool copy_file(const char *from, const char *to, mode_t mode, struct diag *d);

/* The same with mode 0644 and, where allowed, the owner of the other. */
bool copy_owned(const char *from, const char *to, struct diag *d);

/* Writes a file that may exist; false after a finding. */
bool write_file(const char *path, const void *data, size_t len, mode_t mode,
    struct diag *d);

/*
 * A tree with its links.  keep: with owners (where allowed), modes and times;
 * otherwise as cp -r leaves it, all new and ours.
 */
bool copy_tree(const char *from, const char *to, bool keep, struct diag *d);

/* Takes a tree away; what is not there is fine. */
bool remove_tree(const char *path);

/* A private directory DIR/PREFIXxxxxxx; the caller frees.  NULL: errno. */
char *make_temporary(const char *dir, const char *prefix);

#endif
