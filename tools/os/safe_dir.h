/*
 * Writing below a directory with untrusted names: no symbolic link
 * is followed at any place, and nothing outside is ever touched.
 */
#ifndef OS_SAFE_DIR_H
#define OS_SAFE_DIR_H

#include <stdbool.h>

struct safe_dir;

/*
 * Opens the directory, which is made when it is missing; links on the way to
 * it are the caller's own.  NULL with errno set.
 */
struct safe_dir *safe_dir_open(const char *dir);

/*
 * All paths here are relative and safe (path_is_safe); else errno is EINVAL.
 * Missing directories above are made with the mode that umask leaves.
 * An existing object that is no directory is replaced when replace is set,
 * else errno is EEXIST.  They return -1 or false with errno set; ELOOP or
 * ENOTDIR tell of a link or file where a directory should be.
 */

/* The descriptor of the directory; stays b's, valid until the next call. */
int safe_dir_mkdir(struct safe_dir *b, const char *path);

/*
 * The descriptor of the directory above path, and the last name of path; as
 * before.
 */
int safe_dir_open_parent(
    struct safe_dir *b, const char *path, const char **name);

/* A new file, mode 0600, open for writing; the caller closes it. */
int safe_dir_create(struct safe_dir *b, const char *path);

/*
 * A new file, mode 0600, open for writing, that gets its name only with
 * safe_dir_commit(): until then it has an unpredictable one beside it, which
 * *temporary gets (the caller frees).  -1 with errno; EEXIST when there is
 * something at path and replace is not set, EISDIR for a directory.
 */
int safe_dir_create_temporary(
    struct safe_dir *b, const char *path, bool replace, char **temporary);

/* Gives the file its name; false with errno, and then it is removed. */
bool safe_dir_commit(
    struct safe_dir *b, const char *temporary, const char *path, bool replace);

bool safe_dir_symlink(
    struct safe_dir *b, const char *target, const char *path, bool replace);

/* Another name for the file that has the path target below b. */
bool safe_dir_link(
    struct safe_dir *b, const char *target, const char *path, bool replace);

/* Removes a file that is no directory. */
bool safe_dir_unlink(struct safe_dir *b, const char *path);

void safe_dir_close(struct safe_dir *b);

#endif
