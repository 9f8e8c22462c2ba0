/*
 * One function in several threads.
 */
#ifndef OS_PARALLEL_H
#define OS_PARALLEL_H

#include <stddef.h>

/*
 * Calls run(ctx) in one thread per processor, the caller's included, but in at
 * most `most' (and never more than 8); returns when all have returned.
 */
void parallel_run(void (*run)(void *ctx), void *ctx, size_t most);

#endif
