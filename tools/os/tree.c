#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/dirlist.h"
#include "os/file_ops.h"
#include "os/stattime.h"
#include "os/tree.h"

/* A copy in progress: the first names of files that have several. */
struct copy {
	bool keep; /* owners, modes, times */
	struct first {
		dev_t dev;
		ino_t ino;
		char *copy;
	} * v;
	size_t n;
};

static bool copy_node(
    const char *from, const char *to, struct copy *c, struct diag *d);

static const char *
first_copy(struct copy *c, const struct stat *st, const char *to)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->v[i].dev == st->st_dev && c->v[i].ino == st->st_ino)
			return c->v[i].copy;
	c->v = xreallocarray(c->v, c->n + 1, sizeof(*c->v));
	c->v[c->n++] = (struct first){st->st_dev, st->st_ino, xstrdup(to)};
	return NULL;
}

static bool
copy_regular(const char *from, const char *to, const struct stat *st,
    struct copy *c, struct diag *d)
{
	const char *first = NULL;

	if (st->st_nlink > 1)
		first = first_copy(c, st, to);
	if (first == NULL)
		return copy_file(from, to, st->st_mode & 07777, d);
	if (link(first, to) == 0)
		return true;
	diag_system(d, to, "cannot link");
	return false;
}

static bool
copy_link(const char *from, const char *to, struct diag *d)
{
	char text[4096];
	ssize_t n = readlink(from, text, sizeof(text) - 1);

	if (n >= 0) {
		text[n] = '\0';
		if (symlink(text, to) == 0)
			return true;
	}
	diag_system(d, to, "cannot copy the symbolic link");
	return false;
}

static bool
copy_directory(const char *from, const char *to, struct copy *c, struct diag *d)
{
	struct dirent *e;
	char *below[2];
	bool ok = true;
	DIR *list;

	if (mkdir(to, 0700) == -1 && errno != EEXIST) {
		diag_system(d, to, "cannot make");
		return false;
	}
	list = opendir(from);
	if (list == NULL) {
		diag_system(d, from, "cannot read");
		return false;
	}
	while ((e = directory_next(list)) != NULL) {
		below[0] = path_join(from, e->d_name);
		below[1] = path_join(to, e->d_name);
		ok = copy_node(below[0], below[1], c, d) && ok;
		free(below[0]);
		free(below[1]);
	}
	if (errno != 0) {
		diag_system(d, from, "cannot read");
		ok = false;
	}
	closedir(list);
	return ok;
}

/* Owners only when the process may; times last, as all else changes them. */
static bool
copy_attributes(const char *to, const struct stat *st, struct diag *d)
{
	const struct timespec times[2] = {st->st_atim, st->st_mtim};
	bool ok = true;

	if (geteuid() == 0)
		ok = lchown(to, st->st_uid, st->st_gid) == 0;
	if (!S_ISLNK(st->st_mode))
		ok = chmod(to, st->st_mode & 07777) == 0 && ok;
	ok = utimensat(AT_FDCWD, to, times, AT_SYMLINK_NOFOLLOW) == 0 && ok;
	if (!ok)
		diag_system(d, to, "cannot set the attributes");
	return ok;
}

/* The time of now, and the mode as the umask leaves it. */
static bool
make_ours(const char *to, const struct stat *st, struct diag *d)
{
	mode_t mask = umask(0);

	(void)umask(mask);
	if (S_ISLNK(st->st_mode) ||
	    (utimensat(AT_FDCWD, to, NULL, 0) == 0 &&
		chmod(to, st->st_mode & 0777 & ~mask) == 0))
		return true;
	diag_system(d, to, "cannot set the attributes");
	return false;
}

static bool
copy_node(const char *from, const char *to, struct copy *c, struct diag *d)
{
	struct stat st;
	bool ok;

	if (lstat(from, &st) == -1) {
		diag_system(d, from, "cannot examine");
		return false;
	}
	if (S_ISREG(st.st_mode))
		ok = copy_regular(from, to, &st, c, d);
	else if (S_ISLNK(st.st_mode))
		ok = copy_link(from, to, d);
	else if (S_ISDIR(st.st_mode))
		ok = copy_directory(from, to, c, d);
	else if (S_ISSOCK(st.st_mode))
		return true;
	else if (mknod(to, st.st_mode, st.st_rdev) == 0)
		ok = true;
	else {
		diag_system(d, to, "cannot make the special file");
		return false;
	}
	return ok &&
	    (c->keep ? copy_attributes(to, &st, d) : make_ours(to, &st, d));
}

bool
tree_copy(const char *from, const char *to, bool keep, struct diag *d)
{
	struct copy c = {.keep = keep};
	bool ok = copy_node(from, to, &c, d);
	size_t i;

	for (i = 0; i < c.n; i++)
		free(c.v[i].copy);
	free(c.v);
	return ok;
}

static bool remove_entry(int dir, const char *name, unsigned depth);

/* Closes fd. */
static bool
empty(int fd, unsigned depth)
{
	DIR *dir = fdopendir(fd);
	const struct dirent *e;
	bool ok = true;

	if (dir == NULL) {
		close(fd);
		return false;
	}
	while ((e = directory_next(dir)) != NULL)
		if (!remove_entry(dirfd(dir), e->d_name, depth))
			ok = false;
	if (errno != 0)
		ok = false;
	closedir(dir);
	return ok;
}

static bool
remove_entry(int dir, const char *name, unsigned depth)
{
	int fd;

	if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
		return true;
	if (unlinkat(dir, name, AT_REMOVEDIR) == 0)
		return true;
	if (depth > TREE_DEPTH_MAX) {
		errno = ELOOP;
		return false;
	}
	/* an ordinary user's directory may be closed to himself */
	fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1 && errno == EACCES &&
	    fchmodat(dir, name, 0700, AT_SYMLINK_NOFOLLOW) == 0)
		fd = openat(
		    dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return false;
	(void)fchmod(fd, 0700);
	return empty(fd, depth + 1) && unlinkat(dir, name, AT_REMOVEDIR) == 0;
}

bool
tree_remove(const char *path)
{
	return remove_entry(AT_FDCWD, path, 0);
}
