#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HAVE_SYS_RANDOM_H
#include <sys/random.h>
#endif

#include "base/mem.h"
#include "base/path.h"
#include "os/safe_dir.h"

#define DIR_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

struct safe_dir {
	int root;   /* descriptor of the directory itself */
	char *path; /* of the one below it that was used last; "": root */
	int fd;     /* descriptor of that one */
};

struct safe_dir *
safe_dir_open(const char *dir)
{
	struct safe_dir *safe;
	int fd;

	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 && errno == ENOENT && mkdir(dir, 0777) == 0)
		fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return NULL;
	safe = xcalloc(1, sizeof(*safe));
	safe->root = safe->fd = fd;
	safe->path = xstrdup("");
	return safe;
}

/* Opens the directory name in dir, which is made when it is missing. */
static int
open_or_make(int dir, const char *name)
{
	int fd = openat(dir, name, DIR_FLAGS);

	if (fd == -1 && errno == ENOENT &&
	    (mkdirat(dir, name, 0777) == 0 || errno == EEXIST))
		fd = openat(dir, name, DIR_FLAGS);
	return fd;
}

/* Opens the directory that the first len bytes of path name. */
static int
open_directory(int root, const char *path, size_t len)
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
		next = open_or_make(fd, name);
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

/*
 * The same, but the descriptor is kept for the next call: the members of a
 * directory usually follow each other.
 */
static int
use_directory(struct safe_dir *safe, const char *path, size_t len)
{
	int fd;

	if (strlen(safe->path) == len && strncmp(safe->path, path, len) == 0)
		return safe->fd;
	fd = open_directory(safe->root, path, len);
	if (fd == -1)
		return -1;
	if (safe->fd != safe->root)
		close(safe->fd);
	safe->fd = fd;
	free(safe->path);
	safe->path = xstrndup(path, len);
	return fd;
}

int
safe_dir_mkdir(struct safe_dir *safe, const char *path)
{
	if (!path_is_safe(path)) {
		errno = EINVAL;
		return -1;
	}
	return use_directory(safe, path, strlen(path));
}

int
safe_dir_open_parent(struct safe_dir *safe, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');

	if (!path_is_safe(path)) {
		errno = EINVAL;
		return -1;
	}
	*name = path_basename(path);
	return use_directory(
	    safe, path, slash == NULL ? 0 : (size_t)(slash - path));
}

int
safe_dir_create(struct safe_dir *safe, const char *path)
{
	const char *name;
	int dir = safe_dir_open_parent(safe, path, &name);

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

/* A name beside path that nobody can foresee; the caller frees; NULL: errno. */
static char *
temporary_name(const char *path)
{
	unsigned n[2];

	if (getentropy(n, sizeof(n)) == -1)
		return NULL;
	return xasprintf("%.*s.pkgstream-%08x%08x",
	    (int)(path_basename(path) - path), path, n[0], n[1]);
}

int
safe_dir_create_temporary(
    struct safe_dir *safe, const char *path, bool replace, char **temporary)
{
	const char *name;
	int dir = safe_dir_open_parent(safe, path, &name);

	*temporary = NULL;
	if (dir == -1 || !may_take_name(dir, name, replace))
		return -1;
	*temporary = temporary_name(path);
	return *temporary == NULL ? -1 : safe_dir_create(safe, *temporary);
}

bool
safe_dir_commit(struct safe_dir *safe, const char *temporary, const char *path,
    bool replace)
{
	const char *from, *to;
	int dir = safe_dir_open_parent(safe, path, &to), error;
	bool ok;

	if (dir == -1)
		return false;
	from = path_basename(temporary);
	ok = replace ? renameat(dir, from, dir, to) == 0
		     : linkat(dir, from, dir, to, 0) == 0;
	error = errno;
	/* rename(2) leaves both names when they are the same file */
	(void)unlinkat(dir, from, 0);
	errno = error;
	return ok;
}

bool
safe_dir_symlink(
    struct safe_dir *safe, const char *target, const char *path, bool replace)
{
	const char *name;
	int dir = safe_dir_open_parent(safe, path, &name);
	char *temporary;
	bool ok;

	if (dir == -1 || !may_take_name(dir, name, replace))
		return false;
	if (!replace)
		return symlinkat(target, dir, name) == 0;
	temporary = temporary_name(path);
	ok = temporary != NULL &&
	    symlinkat(target, dir, path_basename(temporary)) == 0 &&
	    safe_dir_commit(safe, temporary, path, true);
	free(temporary);
	return ok;
}

/* Makes `to' a name of the regular file `from' of another directory. */
static bool
link_file(int from_dir, const char *from, int to_dir, const char *to)
{
	struct stat st;

	if (fstatat(from_dir, from, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    !S_ISREG(st.st_mode)) {
		errno = EINVAL;
		return false;
	}
	return linkat(from_dir, from, to_dir, to, 0) == 0;
}

bool
safe_dir_link(
    struct safe_dir *safe, const char *target, const char *path, bool replace)
{
	const char *from, *to;
	int dir = safe_dir_open_parent(safe, target, &from), to_dir, error;
	char *temporary = NULL;
	bool ok;

	if (dir == -1)
		return false;
	/* of our own, since the next call closes that one */
	dir = openat(dir, ".", DIR_FLAGS);
	if (dir == -1)
		return false;
	to_dir = safe_dir_open_parent(safe, path, &to);
	ok = to_dir != -1 && may_take_name(to_dir, to, replace);
	if (ok && !replace)
		ok = link_file(dir, from, to_dir, to);
	else if (ok) {
		temporary = temporary_name(path);
		ok = temporary != NULL &&
		    link_file(dir, from, to_dir, path_basename(temporary)) &&
		    safe_dir_commit(safe, temporary, path, true);
	}
	error = errno;
	close(dir);
	free(temporary);
	errno = error;
	return ok;
}

bool
safe_dir_unlink(struct safe_dir *safe, const char *path)
{
	const char *name;
	int dir = safe_dir_open_parent(safe, path, &name);

	return dir != -1 && unlinkat(dir, name, 0) == 0;
}

void
safe_dir_close(struct safe_dir *safe)
{
	if (safe == NULL)
		return;
	if (safe->fd != safe->root)
		close(safe->fd);
	close(safe->root);
	free(safe->path);
	free(safe);
}
