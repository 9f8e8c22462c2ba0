/*
 * Device numbers.  major(), minor() and makedev() are in another header on
 * every system, so only device.c includes it.
 */
#ifndef OS_DEVICE_H
#define OS_DEVICE_H

#include <sys/types.h>

unsigned device_major(dev_t dev);
unsigned device_minor(dev_t dev);
dev_t device_make(unsigned major_number, unsigned minor_number);

#endif
