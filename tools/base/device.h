/*
 * Device numbers, which every system declares somewhere else.
 */
#ifndef BASE_DEVICE_H
#define BASE_DEVICE_H

#include <sys/types.h>

unsigned device_major(dev_t dev);
unsigned device_minor(dev_t dev);

#endif
