#include <sys/types.h>

#ifdef HAVE_SYS_SYSMACROS_H
#include <sys/sysmacros.h>
#endif
#ifdef HAVE_SYS_MKDEV_H
#include <sys/mkdev.h>
#endif

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

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

bool
terminal_size(int fd, int *columns, int *rows)
{
	struct winsize size;

	*columns = *rows = 0;
	if (!isatty(fd))
		return false;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0) {
		*columns = size.ws_col;
		*rows = size.ws_row;
	}
	return true;
}
