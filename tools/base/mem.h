/*
 * Allocators that never return NULL: when there is no memory left they print
 * a message and end the program with STATUS_SYSTEM.  The caller frees what
 * they return.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* A size of 0 does not give NULL either. */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);

/*
 * Resizes an array (a new one if ptr is NULL) to n elements of size bytes; an
 * overflow of n * size counts as no memory.
 */
void *xreallocarray(void *ptr, size_t n, size_t size);

char *xstrdup(const char *s);

/* At most len bytes of s, and a NUL. */
char *xstrndup(const char *s, size_t len);

/* The formatted text. */
char *xasprintf(const char *fmt, ...)
    __attribute__((__format__(__printf__, 1, 2)));

/* Ends the program as above; for libraries that run out of memory. */
void out_of_memory(void) __attribute__((__noreturn__));

#endif
