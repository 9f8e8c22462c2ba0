/*
 * What every Solaris 8 to 11 has: directories, accounts, classes, libraries.
 */
#ifndef LINT_PACKAGE_SOLARIS_H
#define LINT_PACKAGE_SOLARIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct solaris_directory {
	const char *path; /* absolute */
	int32_t mode;
	const char *owner;
};

/*
 * A directory whose attributes are the same in all releases; NULL: it is none.
 * Its group is not told: it is bin or sys, by release.
 */
const struct solaris_directory *solaris_directory(const char *path);

bool solaris_has_user(const char *name);
bool solaris_has_group(const char *name);

/* Has the system a class action script for it, or needs none? */
bool solaris_has_class(const char *class, size_t len);

/*
 * The releases (LINT_8, ...) that have a library of this name in a directory of
 * the system; 0: none has.
 */
unsigned solaris_library(const char *name);

#endif
