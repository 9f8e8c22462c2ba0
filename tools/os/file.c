#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/file.h"
#include "os/open_below.h"

#define CHUNK 65536 /* bytes to read at a time */

bool
file_read_fd(
    int fd, const char *path, size_t max, struct buf *out, struct diag *d)
{
	size_t start = out->len;
	ssize_t n;

	do {
		n = file_read_full(fd, buf_room(out, CHUNK), CHUNK);
		if (n < 0) {
			diag_system(d, path, "cannot read");
			return false;
		}
		out->len += (size_t)n;
		out->data[out->len] = '\0';
		if (out->len - start > max) {
			diag_error(d, path, 0, NULL,
			    "larger than the limit of %zu bytes", max);
			return false;
		}
	} while (n == CHUNK);
	return true;
}

bool
file_read(const char *path, size_t max, struct buf *out, struct diag *d)
{
	struct stat st;
	bool ok = false;
	int fd;

	if (strcmp(path, "-") == 0)
		return file_read_fd(
		    STDIN_FILENO, "standard input", max, out, d);
	/* O_NONBLOCK: opening a FIFO would wait for a writer */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1) {
		diag_path(d, path, "cannot open");
		return false;
	}
	if (fstat(fd, &st) == -1)
		diag_system(d, path, "cannot examine");
	else if (!S_ISREG(st.st_mode))
		diag_error(d, path, 0, NULL, "not a regular file");
	else
		ok = file_read_fd(fd, path, max, out, d);
	close(fd);
	return ok;
}

/* The same as open_below(), with a system call for each component. */
static int
open_components(int dir, const char *path, int flags)
{
	const char *slash;
	char *name;
	int fd = dir, next;

	while ((slash = strchr(path, '/')) != NULL) {
		name = xstrndup(path, (size_t)(slash - path));
		next = openat(
		    fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		free(name);
		if (fd != dir)
			close(fd);
		if (next == -1)
			return -1;
		fd = next;
		path = slash + 1;
	}
	next = openat(fd, path, flags | O_NOFOLLOW | O_CLOEXEC);
	if (fd != dir)
		close(fd);
	return next;
}

int
file_open_below(int dir, const char *path, int flags)
{
	int fd;

	if (!path_is_safe(path)) {
		errno = EINVAL;
		return -1;
	}
	fd = open_below(dir, path, flags);
	/* EPERM: a sandbox that does not know the system call */
	if (fd == -1 && (errno == ENOSYS || errno == EPERM))
		fd = open_components(dir, path, flags);
	return fd;
}

int
file_scratch(void)
{
	const char *dir = getenv("TMPDIR");
	char *name = xasprintf("%s/pkgstream-XXXXXXXX",
	    dir == NULL || dir[0] == '\0' ? "/tmp" : dir);
	int fd = mkstemp(name);

	if (fd != -1) {
		(void)unlink(name);
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	free(name);
	return fd;
}

ssize_t
file_read_full(int fd, void *data, size_t len)
{
	size_t done = 0;
	ssize_t n;

	while (done < len) {
		n = read(fd, (char *)data + done, len - done);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

ssize_t
file_pread_full(int fd, void *data, size_t len, off_t offset)
{
	size_t done = 0;
	ssize_t n;

	while (done < len) {
		n = pread(
		    fd, (char *)data + done, len - done, offset + (off_t)done);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

bool
file_write_full(int fd, const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len > 0) {
		n = write(fd, p, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

bool
file_pwrite_full(int fd, const void *data, size_t len, off_t offset)
{
	const char *p = data;
	ssize_t n;

	while (len > 0) {
		n = pwrite(fd, p, len, offset);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return false;
		p += n;
		offset += n;
		len -= (size_t)n;
	}
	return true;
}
