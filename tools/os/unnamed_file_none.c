/*
 * Systems on which every new file has a name.
 */
#include <errno.h>

#include "os/unnamed_file.h"

int
unnamed_file_open(const char *dir)
{
	(void)dir;
	errno = ENOSYS;
	return -1;
}

bool
unnamed_file_link(int fd, const char *path)
{
	(void)fd, (void)path;
	errno = ENOSYS;
	return false;
}
