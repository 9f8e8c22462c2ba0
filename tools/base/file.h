/*
 * Files: read whole with a limit, opened without following links, written so
 * that they appear complete or not at all.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/diag.h"

/*
 * Appends the file to the buffer.  Anything but a regular file, and one of
 * more than max bytes, is an error.  "-" is standard input.
 * Returns false after adding a finding.
 */
bool	file_read(const char *path, size_t max, struct buf *out,
	    struct diag *d);

/*
 * Appends what fd has up to its end, of which more than max bytes are an
 * error; path is its name in messages.
 */
bool	file_read_fd(int fd, const char *path, size_t max, struct buf *out,
	    struct diag *d);

/*
 * Opens the regular file or directory path below the directory dir, without
 * following a symbolic link at any place of path; path is relative and has no
 * `..`.  flags are those of open(2), for reading or O_DIRECTORY.
 * Returns a descriptor, or -1 with errno (ELOOP or ENOTDIR for a link).
 */
int	file_open_below(int dir, const char *path, int flags);

/*
 * A file without a name, to read and write, below $TMPDIR or /tmp; gone when
 * it is closed.  -1 with errno.
 */
int	file_scratch(void);

/* Reads exactly len bytes unless the file ends; returns the number, or -1. */
ssize_t	file_read_full(int fd, void *data, size_t len);
ssize_t	file_pread_full(int fd, void *data, size_t len, off_t offset);

/* Writes everything; false with errno set when that failed. */
bool	file_write_full(int fd, const void *data, size_t len);
bool	file_pwrite_full(int fd, const void *data, size_t len, off_t offset);

/*
 * A path relative to something, safe to use below it: not empty, not absolute,
 * no empty component, no `.` or `..`.
 */
bool	path_is_safe(const char *path);

/*
 * Folds a path as the package tools do: double and trailing slashes go, `.`
 * and `..` are resolved in the text.  In place.  (canonize in libpkg;
 * svr4-packaging 3.5)
 */
void	path_canonize(char *path);

/* The part of path before its last slash ("." without one); caller frees. */
char	*path_dirname(const char *path);

/* The part behind the last slash; points into path. */
const char *path_basename(const char *path);

/* name as seen from the directory dir; an absolute name stays; caller frees. */
char	*path_join(const char *dir, const char *name);

#endif
