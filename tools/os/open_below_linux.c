/*
 * Linux: openat2(2), since 5.6.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "os/open_below.h"

#ifdef SYS_openat2

/* struct open_how and RESOLVE_* of <linux/openat2.h>, which may be missing. */
struct how {
	uint64_t flags, mode, resolve;
};

#define NO_MAGIC_LINKS 0x02u
#define NO_SYMLINKS    0x04u
#define BENEATH        0x08u

int
open_below(int dir, const char *path, int flags)
{
	/* O_LARGEFILE: open() of the C library would add it on 32 bits */
	struct how how = {
	    .flags = (unsigned)(flags | O_CLOEXEC | O_LARGEFILE),
	    .resolve = BENEATH | NO_SYMLINKS | NO_MAGIC_LINKS,
	};

	return (int)syscall(SYS_openat2, dir, path, &how, sizeof(how));
}

#else

int
open_below(int dir, const char *path, int flags)
{
	(void)dir, (void)path, (void)flags;
	errno = ENOSYS;
	return -1;
}

#endif
