/*
 * Reading files with a limit, opening them without following symbolic links,
 * and reads and writes that are complete.
 */
#ifndef OS_FILE_H
#define OS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/diag.h"

/*
 * Appends the contents of the file to the buffer; "-" is standard input.  It
 * is an error when it is not a regular file or has more than max bytes.  False
 * after a finding.
 */
bool file_read(const char *path, size_t max, struct buf *out, struct diag *d);

/*
 * Appends what can be read from fd; more than max bytes are an error.  path is
 * its name in messages.  False after a finding.
 */
bool file_read_fd(
    int fd, const char *path, size_t max, struct buf *out, struct diag *d);

/*
 * Opens the file or directory path below the directory dir without following
 * symbolic links anywhere in path, which must be safe (path_is_safe).  flags
 * are those of open(2), without O_CREAT; O_CLOEXEC is added.  Returns a
 * descriptor that the caller closes, or -1 with errno (ELOOP or ENOTDIR for a
 * symbolic link).
 */
int file_open_below(int dir, const char *path, int flags);

/*
 * Opens a new temporary file in $TMPDIR or /tmp for reading and writing.  It
 * has no name any more, so closing it removes it.  -1 with errno.
 */
int file_scratch(void);

/*
 * Read len bytes, fewer only at the end of the file; the number that was read,
 * or -1 with errno.
 */
ssize_t file_read_full(int fd, void *data, size_t len);
ssize_t file_pread_full(int fd, void *data, size_t len, off_t offset);

/* Write all len bytes; false with errno. */
bool file_write_full(int fd, const void *data, size_t len);
bool file_pwrite_full(int fd, const void *data, size_t len, off_t offset);

#endif
