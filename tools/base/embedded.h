/*
 * A file that the build put into the program (tools/embed.sh).
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded {
	const char *name; /* base name; NULL ends a table */
	const char *text; /* with a NUL behind it */
	size_t len;       /* bytes without it */
};

#endif
