/*
 * Making files below a directory with untrusted names.  No symbolic link below
 * it is followed, so nothing outside can be reached.
 */
#ifndef OS_SAFE_DIR_H
#define OS_SAFE_DIR_H

#include <stdbool.h>

struct safe_dir;

/*
 * Opens the directory, which is made when it is missing; symbolic links in dir
 * itself are followed.  For safe_dir_close(); NULL with errno.
 */
struct safe_dir *safe_dir_open(const char *dir);

/*
 * The paths below are relative and safe (path_is_safe), else errno is EINVAL.
 * Missing directories above them are made with the mode that the umask leaves
 * of 0777.  replace: an existing object that is not a directory is replaced;
 * otherwise errno is EEXIST.  All return -1 or false with errno; it is ELOOP or
 * ENOTDIR when there is a symbolic link or a file instead of a directory.
 */

/*
 * Makes the directory, if it is missing, and returns a descriptor of it, which
 * is owned by safe and valid until the next call.
 */
int safe_dir_mkdir(struct safe_dir *safe, const char *path);

/*
 * The same for the directory above path; *name is set to the last component,
 * inside path.
 */
int safe_dir_open_parent(
    struct safe_dir *safe, const char *path, const char **name);

/* A new file with mode 0600, open for writing; the caller closes it. */
int safe_dir_create(struct safe_dir *safe, const char *path);

/*
 * The same for a file that gets the name path only with safe_dir_commit().
 * Until then it has an unpredictable name in the same directory, to which
 * *temporary is set; the caller frees.  errno is EEXIST when there is something
 * at path and replace is not set, EISDIR when it is a directory.
 */
int safe_dir_create_temporary(
    struct safe_dir *safe, const char *path, bool replace, char **temporary);

/* Gives the file its name; when that fails, the file is removed. */
bool safe_dir_commit(struct safe_dir *safe, const char *temporary,
    const char *path, bool replace);

/* A symbolic link to target, which is any text. */
bool safe_dir_symlink(
    struct safe_dir *safe, const char *target, const char *path, bool replace);

/* A hard link to the regular file target, also a path below the directory. */
bool safe_dir_link(
    struct safe_dir *safe, const char *target, const char *path, bool replace);

/* Removes a file that is not a directory. */
bool safe_dir_unlink(struct safe_dir *safe, const char *path);

/* NULL is fine. */
void safe_dir_close(struct safe_dir *safe);

#endif
