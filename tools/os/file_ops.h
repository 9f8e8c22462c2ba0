/*
 * Making directories and files as a package tool does: with the directories
 * above them, and copies with their times.
 */
#ifndef OS_FILE_OPS_H
#define OS_FILE_OPS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/diag.h"

/*
 * Makes the directory and all above it with this mode; those that exist stay.
 */
bool make_directories(const char *path, mode_t mode);

/* Makes the directories above a file, with mode 0755. */
bool make_parents(const char *path);

/*
 * Copies a file with its modification time.  When `to` exists the copy
 * replaces it only when it is complete, and further names of the old file keep
 * the old contents.  Missing directories are made.  False after a finding.
 */
bool copy_file(const char *from, const char *to, mode_t mode, struct diag *d);

/* The same with mode 0644 and, for root, the owner of the original. */
bool copy_owned(const char *from, const char *to, struct diag *d);

/* Writes a file that may exist; false after a finding. */
bool write_file(const char *path, const void *data, size_t len, mode_t mode,
    struct diag *d);

/*
 * Makes a directory DIR/PREFIXxxxxxx of mode 0700 with an unpredictable name;
 * the caller frees.  NULL with errno.
 */
char *make_temporary(const char *dir, const char *prefix);

#endif
