/*
 * The same work on all processors.
 */
#ifndef BASE_WORK_H
#define BASE_WORK_H

#include <stddef.h>

/*
 * Calls run(ctx) in one thread per processor, this one included, but not in
 * more than most; returns when all of them are done.
 */
void	work_run(void (*run)(void *ctx), void *ctx, size_t most);

#endif
