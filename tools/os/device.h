/*
 * Device numbers, which every system declares somewhere else.
 */
#ifndef OS_DEVICE_H
#define OS_DEVICE_H

#include <sys/types.h>

unsigned device_major(dev_t dev);
unsigned device_minor(dev_t dev);

#endif
