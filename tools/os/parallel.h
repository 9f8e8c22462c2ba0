/*
 * The same work on all processors.
 */
#ifndef OS_PARALLEL_H
#define OS_PARALLEL_H

#include <stddef.h>

/*
 * Calls run(ctx) in one thread per processor, this one included, but not in
 * more than most; returns when all of them are done.
 */
void parallel_run(void (*run)(void *ctx), void *ctx, size_t most);

#endif
