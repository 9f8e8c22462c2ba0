/*
 * Copying the bytes of a file, by the quickest way that the system has.
 */
#ifndef OS_COPY_H
#define OS_COPY_H

#include <stdbool.h>

/*
 * From where the descriptor in stands to its end, to where out stands; file
 * systems that can share the blocks do.  False with errno set.
 */
bool copy_data(int in, int out);

#endif
