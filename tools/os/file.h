/*
 * Files: read whole with a limit, opened without following links, written so
 * that they appear complete or not at all.
 */
#ifndef OS_FILE_H
#define OS_FILE_H

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
bool file_read(const char *path, size_t max, struct buf *out, struct diag *d);

/*
 * Appends what fd has up to its end, of which more than max bytes are an
 * error; path is its name in messages.
 */
bool file_read_fd(
    int fd, const char *path, size_t max, struct buf *out, struct diag *d);

/*
 * Opens the regular file or directory path below the directory dir, without
 * following a symbolic link at any place of path; path is relative and has no
 * `..`.  flags are those of open(2), for reading or O_DIRECTORY.
 * Returns a descriptor, or -1 with errno (ELOOP or ENOTDIR for a link).
 */
int file_open_below(int dir, const char *path, int flags);

/*
 * A file without a name, to read and write, below $TMPDIR or /tmp; gone when
 * it is closed.  -1 with errno.
 */
int file_scratch(void);

/* Reads exactly len bytes unless the file ends; returns the number, or -1. */
ssize_t file_read_full(int fd, void *data, size_t len);
ssize_t file_pread_full(int fd, void *data, size_t len, off_t offset);

/* Writes everything; false with errno set when that failed. */
bool file_write_full(int fd, const void *data, size_t len);
bool file_pwrite_full(int fd, const void *data, size_t len, off_t offset);

#endif
