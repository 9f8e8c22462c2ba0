/*
 * Systems that open one component of a path after the other.
 */
#include <errno.h>

#include "os/open_below.h"

int
open_below(int dir, const char *path, int flags)
{
	(void)dir, (void)path, (void)flags;
	errno = ENOSYS;
	return -1;
}
