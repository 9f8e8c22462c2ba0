#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "os/dirlist.h"
#include "os/file_ops.h"
#include "os/owner.h"
#include "os/stattime.h"
#include "os/tree.h"

#define DIR_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* A file with several names, and the path of its first copy. */
struct linked_file {
	dev_t dev;
	ino_t ino;
	char *copy;
};

struct copy {
	bool keep; /* owners, modes, times */
	struct linked_file *v;
	size_t n, size;
};

static bool copy_node(
    const char *from, const char *to, struct copy *c, struct diag *d);

/* The path of an earlier copy of the file; NULL: this is the first one. */
static const char *
find_copy(struct copy *c, const struct stat *st, const char *to)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->v[i].dev == st->st_dev && c->v[i].ino == st->st_ino)
			return c->v[i].copy;
	c->v = array_room(c->v, c->n, &c->size, sizeof(*c->v));
	c->v[c->n++] = (struct linked_file){
	    st->st_dev, st->st_ino, xstrdup(to)};
	return NULL;
}

static bool
copy_regular(const char *from, const char *to, const struct stat *st,
    struct copy *c, struct diag *d)
{
	const char *first = NULL;

	if (st->st_nlink > 1)
		first = find_copy(c, st, to);
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
copy_entry(const char *from, const char *to, const char *name, struct copy *c,
    struct diag *d)
{
	char *from_entry = path_join(from, name);
	char *to_entry = path_join(to, name);
	bool ok = copy_node(from_entry, to_entry, c, d);

	free(to_entry);
	free(from_entry);
	return ok;
}

static bool
copy_directory(const char *from, const char *to, struct copy *c, struct diag *d)
{
	const struct dirent *e;
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
	while ((e = directory_next(list)) != NULL)
		ok = copy_entry(from, to, e->d_name, c, d) && ok;
	if (errno != 0) {
		diag_system(d, from, "cannot read");
		ok = false;
	}
	closedir(list);
	return ok;
}

/*
 * Not everybody may give files away.  The owner comes first, since it clears the
 * set-uid bits, and the times last.
 */
static bool
copy_attributes(const char *to, const struct stat *st, struct diag *d)
{
	const struct timespec times[2] = {st->st_atim, st->st_mtim};
	bool ok = true;

	if (!owner_set_path(to, st->st_uid, st->st_gid))
		ok = !owner_is_free();
	if (!S_ISLNK(st->st_mode))
		ok = chmod(to, st->st_mode & 07777) == 0 && ok;
	ok = utimensat(AT_FDCWD, to, times, AT_SYMLINK_NOFOLLOW) == 0 && ok;
	if (!ok)
		diag_system(d, to, "cannot set the attributes");
	return ok;
}

/* The current time, and the mode that the umask leaves. */
static bool
set_new_attributes(const char *to, const struct stat *st, struct diag *d)
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
	    (c->keep ? copy_attributes(to, &st, d)
		     : set_new_attributes(to, &st, d));
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

/*
 * Removes what is in the directory fd and closes fd.  It goes on after a
 * failure, of which errno has the last one then.
 */
static bool
remove_entries(int fd, unsigned depth)
{
	DIR *dir = fdopendir(fd);
	const struct dirent *e;
	int error = dir == NULL ? errno : 0;

	if (dir == NULL)
		close(fd);
	while (dir != NULL && (e = directory_next(dir)) != NULL)
		if (!remove_entry(dirfd(dir), e->d_name, depth))
			error = errno;
	if (dir != NULL) {
		if (errno != 0)
			error = errno;
		closedir(dir);
	}
	errno = error;
	return error == 0;
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
	fd = openat(dir, name, DIR_FLAGS);
	/* owners may not read a directory either whose mode forbids it */
	if (fd == -1 && errno == EACCES &&
	    fchmodat(dir, name, 0700, AT_SYMLINK_NOFOLLOW) == 0)
		fd = openat(dir, name, DIR_FLAGS);
	if (fd == -1)
		return false;
	(void)fchmod(fd, 0700);
	return remove_entries(fd, depth + 1) &&
	    unlinkat(dir, name, AT_REMOVEDIR) == 0;
}

bool
tree_remove(const char *path)
{
	return remove_entry(AT_FDCWD, path, 0);
}

void
tree_discard(const char *path)
{
	if (!tree_remove(path))
		(void)fprintf(stderr, "pkgstream: %s cannot be removed: %s\n",
		    path, strerror(errno));
}
