/*
 * Writing below a directory, whatever names strangers give: no symbolic link
 * is followed at any place, and nothing outside is ever touched.
 */
#ifndef BASE_BELOW_H
#define BASE_BELOW_H

#include <stdbool.h>

struct below;

/*
 * Opens the directory, which is made when it is missing; links on the way to
 * it are the caller's own.  NULL with errno set.
 */
struct below *below_open(const char *dir);

/*
 * All paths here are relative and safe (path_is_safe); else errno is EINVAL.
 * Missing directories above are made with the mode that umask leaves.
 * An existing object that is no directory is replaced when replace is set,
 * else errno is EEXIST.  They return -1 or false with errno set; ELOOP or
 * ENOTDIR tell of a link or file where a directory should be.
 */

/* The descriptor of the directory; stays b's, valid until the next call. */
int	below_directory(struct below *b, const char *path);

/*
 * The descriptor of the directory above path, and the last name of path; as
 * before.
 */
int	below_parent(struct below *b, const char *path, const char **name);

/* A new file, mode 0600, open for writing; the caller closes it. */
int	below_create(struct below *b, const char *path, bool replace);

bool	below_symlink(struct below *b, const char *target, const char *path,
	    bool replace);

/* Another name for the file that has the path target below b. */
bool	below_link(struct below *b, const char *target, const char *path,
	    bool replace);

/* Removes a file that is no directory. */
bool	below_unlink(struct below *b, const char *path);

void	below_close(struct below *b);

#endif
