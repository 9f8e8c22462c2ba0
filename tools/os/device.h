/*
 * Device numbers; every system declares the macros in a header of its own.
 */
#ifndef OS_DEVICE_H
#define OS_DEVICE_H

#include <sys/types.h>

unsigned device_major(dev_t dev);
unsigned device_minor(dev_t dev);
dev_t device_make(unsigned major_number, unsigned minor_number);

#endif
