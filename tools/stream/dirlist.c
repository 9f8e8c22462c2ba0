#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "stream/dirlist.h"

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
add(struct dirlist *list, const char *name)
{
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return true;
	if (list->n >= DIRLIST_MAX) {
		errno = E2BIG;
		return false;
	}
	if (list->n == list->size) {
		list->size = list->size == 0 ? 32 : list->size * 2;
		list->v = xreallocarray(list->v, list->size,
		    sizeof(*list->v));
	}
	list->v[list->n++] = xstrdup(name);
	return true;
}

bool
dirlist_read(struct dirlist *list, int fd)
{
	DIR *dir = fdopendir(fd);
	struct dirent *entry;
	int error;

	if (dir == NULL) {
		error = errno;
		close(fd);
		errno = error;
		return false;
	}
	for (;;) {
		errno = 0;
		entry = readdir(dir);
		if (entry == NULL || !add(list, entry->d_name))
			break;
	}
	error = errno;
	closedir(dir);
	if (list->n > 0)
		qsort(list->v, list->n, sizeof(*list->v), by_name);
	errno = error;
	return error == 0;
}

void
dirlist_free(struct dirlist *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		free(list->v[i]);
	free(list->v);
	*list = (struct dirlist)DIRLIST_INIT;
}
