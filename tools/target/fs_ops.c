#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/copy.h"
#include "os/file.h"
#include "target/fs_ops.h"

/* Removes what is at path, but for a directory where one is wanted. */
static bool
remove_other(const char *path, bool want_directory, struct buf *why)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		return true;
	if (S_ISDIR(st.st_mode)) {
		if (want_directory || rmdir(path) == 0)
			return true;
	} else if (unlink(path) == 0 || errno == ENOENT)
		return true;
	buf_printf(why, "cannot remove what is there: %s\n", strerror(errno));
	return false;
}

bool
make_directories(const char *path, mode_t mode)
{
	char *copy = xstrdup(path), *slash = copy;
	struct stat st;
	bool ok = true;

	while (ok && (slash = strchr(slash + 1, '/')) != NULL) {
		*slash = '\0';
		if (stat(copy, &st) == -1)
			ok = mkdir(copy, mode) == 0 || errno == EEXIST;
		*slash = '/';
	}
	free(copy);
	if (!ok)
		return false;
	if (mkdir(path, mode) == 0)
		return true;
	return errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool
make_parents(const char *path)
{
	char *dir = path_dirname(path);
	bool ok = make_directories(dir, 0755);

	free(dir);
	return ok;
}

/* A number that is not given is 0 (averify in libpkg). */
static dev_t
device_of(const struct object *o)
{
	return makedev(o->major == OBJECT_UNKNOWN ? 0u : (unsigned)o->major,
	    o->minor == OBJECT_UNKNOWN ? 0u : (unsigned)o->minor);
}

bool
make_object(const struct object *o, const char *path, struct buf *why)
{
	mode_t mode = o->mode == OBJECT_UNKNOWN ? 0755 : (mode_t)o->mode;
	bool ok = true;

	if (!remove_other(path, ftype_is_directory(o->ftype), why))
		return false;
	switch (o->ftype) {
	case 'd':
	case 'x': ok = make_directories(path, mode); break;
	case 's': ok = symlink(o->target, path) == 0; break;
	case 'c': ok = mknod(path, mode | S_IFCHR, device_of(o)) == 0; break;
	case 'b': ok = mknod(path, mode | S_IFBLK, device_of(o)) == 0; break;
	case 'p': ok = mkfifo(path, mode) == 0; break;
	default: break;
	}
	if (!ok)
		buf_printf(why, "cannot make the %s: %s\n",
		    ftype_name(o->ftype), strerror(errno));
	return ok;
}

bool
make_hard_link(const char *target, const char *path, struct buf *why)
{
	struct stat st;

	if (stat(target, &st) == 0 && S_ISDIR(st.st_mode)) {
		buf_printf(why, "%s is a directory, no link is made\n", target);
		return false;
	}
	if (!remove_other(path, false, why))
		return false;
	if (link(target, path) == 0)
		return true;
	buf_printf(why, "cannot link to %s: %s\n", target, strerror(errno));
	return false;
}

/* Opens a new file `to`, or a temporary one beside it if `to` exists. */
static int
open_copy(const char *to, mode_t mode, char **temp)
{
	int fd;

	if (access(to, F_OK) == 0) {
		*temp = xasprintf("%sXXXXXX", to);
		fd = mkstemp(*temp);
		if (fd != -1)
			(void)fchmod(fd, mode);
		return fd;
	}
	fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	if (fd == -1 && errno == ENOENT && make_parents(to))
		fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	return fd;
}

static bool
finish_copy(const char *to, char *temp, const struct stat *st)
{
	const struct timespec times[2] = {st->st_atim, st->st_mtim};

	if (temp != NULL && rename(temp, to) == -1)
		return false;
	return utimensat(AT_FDCWD, to, times, 0) == 0;
}

bool
copy_file(const char *from, const char *to, mode_t mode, struct diag *d)
{
	char *temp = NULL;
	struct stat st;
	bool ok = false;
	int in, out = -1;

	in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (in == -1 || fstat(in, &st) == -1) {
		diag_system(d, from, "cannot read");
	} else if ((out = open_copy(to, mode, &temp)) == -1) {
		diag_system(d, to, "cannot make");
	} else if (!copy_data(in, out) || !finish_copy(to, temp, &st)) {
		diag_system(d, to, "cannot write");
		if (temp != NULL)
			(void)unlink(temp);
	} else
		ok = true;
	if (in != -1)
		close(in);
	if (out != -1)
		close(out);
	free(temp);
	return ok;
}

bool
copy_owned(const char *from, const char *to, struct diag *d)
{
	struct stat st;

	if (!copy_file(from, to, 0644, d))
		return false;
	if (geteuid() == 0 && stat(from, &st) == 0)
		(void)lchown(to, st.st_uid, st.st_gid);
	return true;
}

bool
write_file(
    const char *path, const void *data, size_t len, mode_t mode, struct diag *d)
{
	bool ok;
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	ok = fd != -1 && file_write_full(fd, data, len);
	if (!ok)
		diag_system(d, path, "cannot write");
	if (fd != -1)
		close(fd);
	return ok;
}

char *
make_temporary(const char *dir, const char *prefix)
{
	char *path = xasprintf("%s%s%sXXXXXX", dir,
	    dir[strlen(dir) - 1] == '/' ? "" : "/", prefix);

	if (mkdtemp(path) != NULL)
		return path;
	free(path);
	return NULL;
}

static bool
remove_at(int dir, const char *name)
{
	struct dirent *e;
	struct stat st;
	bool ok = true;
	DIR *list;
	int fd;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT;
	if (!S_ISDIR(st.st_mode))
		return unlinkat(dir, name, 0) == 0;
	fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return false;
	list = fdopendir(fd);
	if (list == NULL) {
		close(fd);
		return false;
	}
	while ((e = readdir(list)) != NULL)
		if (strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0 && !remove_at(fd, e->d_name))
			ok = false;
	closedir(list);
	return unlinkat(dir, name, AT_REMOVEDIR) == 0 && ok;
}

bool
remove_tree(const char *path)
{
	return remove_at(AT_FDCWD, path);
}
