/*
 * The names in a directory, sorted so that what is made of them does not
 * depend on the file system.
 */
#ifndef OS_DIRLIST_H
#define OS_DIRLIST_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>

#define DIRLIST_MAX 4000000 /* names in one directory */

/*
 * The next entry of a directory but `.' and `..'.  NULL at the end, with errno
 * 0, or when it cannot be read any further, with errno set.
 */
struct dirent *directory_next(DIR *dir);

struct dirlist {
	char **v;
	size_t n, size;
};

#define DIRLIST_INIT ((struct dirlist){0})

/*
 * Reads the directory open as fd, which is closed in any case.  The order is
 * that of the full paths of all files in a sorted list: directories are sorted
 * as if a slash followed their names.  False with errno set (E2BIG: too many
 * names).
 */
bool dirlist_read(struct dirlist *list, int fd);

void dirlist_free(struct dirlist *list);

#endif
