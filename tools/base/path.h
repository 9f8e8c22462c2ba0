/*
 * Paths as text: nothing here looks at a file system.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <stdbool.h>

/*
 * A path relative to something, safe to use below it: not empty, not absolute,
 * no empty component, no `.` or `..`.
 */
bool path_is_safe(const char *path);

/*
 * Folds a path as the package tools do: double and trailing slashes go, `.`
 * and `..` are resolved in the text.  In place.  (canonize in libpkg;
 * svr4-packaging 3.5)
 */
void path_canonize(char *path);

/* The part of path before its last slash ("." without one); caller frees. */
char *path_dirname(const char *path);

/* The part behind the last slash; points into path. */
const char *path_basename(const char *path);

/* name as seen from the directory dir; an absolute name stays; caller frees. */
char *path_join(const char *dir, const char *name);

#endif
