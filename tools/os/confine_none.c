/*
 * Systems without seccomp(2) and Landlock.
 */
#include <errno.h>

#include "os/confine.h"

const char *
confine_script(void)
{
	errno = ENOSYS;
	return "this system cannot confine scripts";
}

const char *
confine_writes(const char *const *writable)
{
	(void)writable;
	return "this system has no Landlock";
}

void
adopt_descendants(void)
{
}

void
kill_descendants(void)
{
}
