/*
 * Pathnames as text; no file system is asked.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Is it a relative path that cannot lead out of the directory it is used
 * below?  Not empty, not absolute, no empty component, no `.` and no `..`.
 */
bool path_is_safe(const char *path);

/*
 * Makes a path canonical, in place, as canonize() of libpkg does: no double
 * and no trailing slashes; `.` and `..` are resolved in the text, without
 * regard to symbolic links (svr4-packaging 3.5).
 */
void path_canonize(char *path);

/*
 * A canonical copy of a relative path, the caller frees; NULL when it is NULL,
 * absolute, longer than max bytes, or leads out with `..' anywhere.
 */
char *path_relative(const char *path, size_t max);

/*
 * What leads from the directory of one file to another path; both are canonical,
 * and both absolute or both relative: `a/b' and `a/c/d' give `c/d'.  The caller
 * frees.
 */
char *path_between(const char *file, const char *to);

/* The part of path before its last slash ("." without one); caller frees. */
char *path_dirname(const char *path);

/* What follows the last slash; points into path. */
const char *path_basename(const char *path);

/* dir/name, or name alone when it is absolute or dir is `.`; caller frees. */
char *path_join(const char *dir, const char *name);

#endif
