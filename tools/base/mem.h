/*
 * Memory that is always there: these functions end the program with status 4
 * when there is none left, so callers have no half-checked paths.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);

/* Grows or makes an array of n elements; an overflow of n * size is fatal. */
void *xreallocarray(void *ptr, size_t n, size_t size);

char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t len);

/* The formatted text; the caller frees. */
char *xasprintf(const char *fmt, ...)
    __attribute__((__format__(__printf__, 1, 2)));

#endif
