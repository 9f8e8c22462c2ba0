/*
 * Reading directories: entry by entry, or all names sorted, so that results do
 * not depend on the order in which the file system has them.
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
	char **v; /* n names, without `.' and `..' */
	size_t n, size;
};

#define DIRLIST_INIT ((struct dirlist){0})

/*
 * Reads the directory that is open as fd; fd is closed in any case.
 * Directories are sorted as if a slash followed their names, so that walking a
 * tree gives its paths in order.  False with errno (E2BIG: too many names);
 * the list is for dirlist_free() in any case.
 */
bool dirlist_read(struct dirlist *list, int fd);

/* The same for a path; a directory that does not exist is empty. */
bool dirlist_read_path(struct dirlist *list, const char *path);

void dirlist_free(struct dirlist *list);

#endif
