#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/safe_dir.h"

#define DIR_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

struct safe_dir {
	int root;
	char *path; /* of the directory used last; "": root */
	int fd;     /* of that directory */
};

struct safe_dir *
safe_dir_open(const char *dir)
{
	struct safe_dir *b;
	int fd;

	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 && errno == ENOENT && mkdir(dir, 0777) == 0)
		fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return NULL;
	b = xcalloc(1, sizeof(*b));
	b->root = b->fd = fd;
	b->path = xstrdup("");
	return b;
}

/* One directory down, made when it is missing. */
static int
step(int dir, const char *name)
{
	int fd = openat(dir, name, DIR_FLAGS);

	if (fd == -1 && errno == ENOENT &&
	    (mkdirat(dir, name, 0777) == 0 || errno == EEXIST))
		fd = openat(dir, name, DIR_FLAGS);
	return fd;
}

/* From the root down the first len bytes of path. */
static int
descend(int root, const char *path, size_t len)
{
	const char *end = path + len;
	size_t n;
	char *name;
	int fd = root, next, error;

	while (path < end) {
		n = strcspn(path, "/");
		if (n > (size_t)(end - path))
			n = (size_t)(end - path);
		name = xstrndup(path, n);
		next = step(fd, name);
		error = errno;
		free(name);
		if (fd != root)
			close(fd);
		errno = error;
		if (next == -1)
			return -1;
		fd = next;
		path += n;
		path += path < end;
	}
	return fd;
}

/* Members of a directory come together, so the last one is kept open. */
static int
enter(struct safe_dir *b, const char *path, size_t len)
{
	int fd;

	if (strlen(b->path) == len && strncmp(b->path, path, len) == 0)
		return b->fd;
	fd = descend(b->root, path, len);
	if (fd == -1)
		return -1;
	if (b->fd != b->root)
		close(b->fd);
	b->fd = fd;
	free(b->path);
	b->path = xstrndup(path, len);
	return fd;
}

int
safe_dir_mkdir(struct safe_dir *b, const char *path)
{
	if (!path_is_safe(path)) {
		errno = EINVAL;
		return -1;
	}
	return enter(b, path, strlen(path));
}

int
safe_dir_open_parent(struct safe_dir *b, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');

	if (!path_is_safe(path)) {
		errno = EINVAL;
		return -1;
	}
	*name = path_basename(path);
	return enter(b, path, slash == NULL ? 0 : (size_t)(slash - path));
}

/* unlinkat() leaves directories alone: EISDIR or EPERM. */
static bool
clear(int dir, const char *name, bool replace)
{
	struct stat st;

	if (!replace)
		return true;
	if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
		return true;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode))
		errno = EISDIR;
	return false;
}

int
safe_dir_create(struct safe_dir *b, const char *path)
{
	const char *name;
	int dir = safe_dir_open_parent(b, path, &name);

	if (dir == -1)
		return -1;
	return openat(dir, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

/* Is the name free, or may what is there be replaced? */
static bool
may_take_name(int dir, const char *name, bool replace)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT;
	errno = S_ISDIR(st.st_mode) ? EISDIR : EEXIST;
	return replace && !S_ISDIR(st.st_mode);
}

static unsigned
random_number(void)
{
	unsigned n;

	if (getentropy(&n, sizeof(n)) == -1)
		n = (unsigned)getpid();
	return n;
}

int
safe_dir_create_temporary(
    struct safe_dir *b, const char *path, bool replace, char **temporary)
{
	const char *name;
	int dir = safe_dir_open_parent(b, path, &name), fd;
	unsigned tries;
	char *up;

	*temporary = NULL;
	if (dir == -1 || !may_take_name(dir, name, replace))
		return -1;
	up = xstrndup(path, (size_t)(name - path));
	for (tries = 0, fd = -1; fd == -1 && tries < 100; tries++) {
		free(*temporary);
		*temporary = xasprintf(
		    "%s.pkgstream-%08x", up, random_number());
		fd = safe_dir_create(b, *temporary);
		if (fd == -1 && errno != EEXIST)
			break;
	}
	free(up);
	return fd;
}

bool
safe_dir_commit(
    struct safe_dir *b, const char *temporary, const char *path, bool replace)
{
	const char *from, *to;
	int dir = safe_dir_open_parent(b, path, &to), error;
	bool ok;

	if (dir == -1)
		return false;
	from = path_basename(temporary);
	ok = replace ? renameat(dir, from, dir, to) == 0
		     : linkat(dir, from, dir, to, 0) == 0;
	error = errno;
	if (!ok || !replace)
		(void)unlinkat(dir, from, 0);
	errno = error;
	return ok;
}

bool
safe_dir_symlink(
    struct safe_dir *b, const char *target, const char *path, bool replace)
{
	const char *name;
	int dir = safe_dir_open_parent(b, path, &name);

	return dir != -1 && clear(dir, name, replace) &&
	    symlinkat(target, dir, name) == 0;
}

bool
safe_dir_link(
    struct safe_dir *b, const char *target, const char *path, bool replace)
{
	const char *from, *to;
	int dir = safe_dir_open_parent(b, target, &from), to_dir;
	struct stat st;
	bool ok = false;

	if (dir == -1)
		return false;
	/* the next call closes it */
	dir = openat(dir, ".", DIR_FLAGS);
	if (dir == -1)
		return false;
	to_dir = safe_dir_open_parent(b, path, &to);
	if (to_dir != -1 && clear(to_dir, to, replace)) {
		if (fstatat(dir, from, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    !S_ISREG(st.st_mode))
			errno = EINVAL;
		else
			ok = linkat(dir, from, to_dir, to, 0) == 0;
	}
	to_dir = errno;
	close(dir);
	errno = to_dir;
	return ok;
}

bool
safe_dir_unlink(struct safe_dir *b, const char *path)
{
	const char *name;
	int dir = safe_dir_open_parent(b, path, &name);

	return dir != -1 && unlinkat(dir, name, 0) == 0;
}

void
safe_dir_close(struct safe_dir *b)
{
	if (b == NULL)
		return;
	if (b->fd != b->root)
		close(b->fd);
	close(b->root);
	free(b->path);
	free(b);
}
