#include <sys/types.h>

#if defined(__linux__)
#include <sys/sysmacros.h>
#elif defined(__sun)
#include <sys/mkdev.h>
#endif

#include "os/device.h"

unsigned
device_major(dev_t dev)
{
	return (unsigned)major(dev);
}

unsigned
device_minor(dev_t dev)
{
	return (unsigned)minor(dev);
}

dev_t
device_make(unsigned major_number, unsigned minor_number)
{
	return makedev(major_number, minor_number);
}
