/*
 * Looks for paths of the machine that built a file: below /home, below build
 * directories of /tmp, and so on.  Takes the file in pieces, in constant
 * memory.
 */
#ifndef LINT_PACKAGE_BUILD_PATH_H
#define LINT_PACKAGE_BUILD_PATH_H

#include <stdbool.h>
#include <stddef.h>

#define BUILD_PATH_MAX 255 /* bytes of a path; what follows is cut */

struct build_path {
	const char *base; /* paths below it are the package's; or NULL */
	char word[BUILD_PATH_MAX + 1];
	size_t len; /* of the word that has begun */
	size_t line, found_line;
	char found[BUILD_PATH_MAX + 1]; /* the first one; empty: none */
};

/* begin, then data piece by piece, then end; found and found_line then stay. */
void build_path_begin(struct build_path *b, const char *base);
void build_path_add(struct build_path *b, const char *data, size_t len);
void build_path_end(struct build_path *b);

/* Is it in a place where programs are built, and not installed? */
bool is_build_path(const char *path);

#endif
