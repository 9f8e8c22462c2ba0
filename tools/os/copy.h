/*
 * Copying the contents of a file in the fastest way that the system has.
 */
#ifndef OS_COPY_H
#define OS_COPY_H

#include <stdbool.h>

/*
 * Copies from the offset of the descriptor in to the end of its file, to the
 * offset of the descriptor out.  File systems that can share the blocks do so.
 * False with errno.
 */
bool copy_data(int in, int out);

#endif
