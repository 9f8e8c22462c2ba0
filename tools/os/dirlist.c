#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "os/dirlist.h"

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
is_directory(int fd, const char *name)
{
	struct stat st;

	return fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode);
}

/* Until the list is sorted, names of directories end with a slash. */
static bool
add_name(struct dirlist *list, int fd, const char *name)
{
	if (list->n >= DIRLIST_MAX) {
		errno = E2BIG;
		return false;
	}
	list->v = array_room(list->v, list->n, &list->size, sizeof(*list->v));
	list->v[list->n++] = xasprintf(
	    "%s%s", name, is_directory(fd, name) ? "/" : "");
	return true;
}

struct dirent *
directory_next(DIR *dir)
{
	struct dirent *e;

	do {
		errno = 0;
		e = readdir(dir);
	} while (e != NULL &&
	    (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0));
	return e;
}

bool
dirlist_read(struct dirlist *list, int fd)
{
	DIR *dir = fdopendir(fd);
	struct dirent *entry;
	size_t i;
	int error;

	if (dir == NULL) {
		error = errno;
		close(fd);
		errno = error;
		return false;
	}
	while ((entry = directory_next(dir)) != NULL &&
	    add_name(list, dirfd(dir), entry->d_name))
		;
	error = errno;
	closedir(dir);
	if (list->n > 0)
		qsort(list->v, list->n, sizeof(*list->v), compare_names);
	for (i = 0; i < list->n; i++)
		list->v[i][strcspn(list->v[i], "/")] = '\0';
	errno = error;
	return error == 0;
}

bool
dirlist_read_path(struct dirlist *list, const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd == -1 ? errno == ENOENT : dirlist_read(list, fd);
}

void
dirlist_free(struct dirlist *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		free(list->v[i]);
	free(list->v);
	*list = DIRLIST_INIT;
}
