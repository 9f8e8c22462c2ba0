/*
 * A file of the source tree that is part of the program (tools/embed.sh).
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded {
	const char *name; /* base name; NULL ends a table */
	const char *text; /* ends in a NUL, which len does not count */
	size_t len;       /* bytes */
};

#endif
