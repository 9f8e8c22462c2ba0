#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "root/root_copy.h"

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
	while ((e = readdir(dir)) != NULL)
		if (strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0 &&
		    !remove_entry(dirfd(dir), e->d_name, depth))
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
	if (depth > SNAPSHOT_DEPTH_MAX) {
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
