/*
 * Devices: their numbers, and how large a terminal is.  major(), minor(),
 * makedev() and the request for the size are in other headers on every system,
 * so only device.c includes them.
 */
#ifndef OS_DEVICE_H
#define OS_DEVICE_H

#include <stdbool.h>
#include <sys/types.h>

unsigned device_major(dev_t dev);
unsigned device_minor(dev_t dev);
dev_t device_make(unsigned major_number, unsigned minor_number);

/*
 * Columns and rows of the terminal that fd is, 0 for what it does not tell.
 * False: it is no terminal.
 */
bool terminal_size(int fd, int *columns, int *rows);

#endif
