#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/copy.h"
#include "os/file.h"
#include "os/file_ops.h"
#include "os/stattime.h"

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

/* Opens `to`, or a file beside it in case there is something already. */
static int
open_copy(const char *to, mode_t mode, char **temp)
{
	int fd;

	if (access(to, F_OK) == 0) {
		/* not the name and more: that may be as long as names can be */
		char *dir = path_dirname(to);

		*temp = xasprintf("%s/.pkgstream-XXXXXXXX", dir);
		free(dir);
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

/* close(2) may be the first to tell that there was no room. */
static bool
close_written(int fd, bool ok)
{
	int error = errno;

	if (close(fd) == -1 && ok)
		return false;
	errno = error;
	return ok;
}

static bool
copy_and_close(int in, int out)
{
	return close_written(out, copy_data(in, out));
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
	} else if (!copy_and_close(in, out) || !finish_copy(to, temp, &st)) {
		diag_system(d, to, "cannot write");
		if (temp != NULL)
			(void)unlink(temp);
	} else
		ok = true;
	if (in != -1)
		close(in);
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
	ok = fd != -1 && close_written(fd, file_write_full(fd, data, len));
	if (!ok)
		diag_system(d, path, "cannot write");
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
