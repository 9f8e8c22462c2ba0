/*
 * A library to preload: the FAULT_AT-th call (from 1) of the function FAULT_CALL
 * fails with ENOMEM, counted in each process and handed on to its children.
 * glibc and musl.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int fsync(int fd);
int mount(const char *from, const char *to, const char *type,
    unsigned long flags, const void *data);
int pipe2(int ends[2], int flags);
int rename(const char *from, const char *to);
int unshare(int flags);
pid_t fork(void);

static unsigned calls;

static int
fails(const char *name)
{
	const char *call = getenv("FAULT_CALL"), *at = getenv("FAULT_AT");

	if (call == NULL || at == NULL || strcmp(call, name) != 0 ||
	    ++calls != (unsigned)atoi(at))
		return 0;
	errno = ENOMEM;
	return 1;
}

/* ISO C has no conversion of a pointer to one to a function; POSIX does. */
#define REAL(name, type) \
	union { \
		void *object; \
		__typeof__(type) *function; \
	} real = {dlsym(RTLD_NEXT, name)}

int
fsync(int fd)
{
	REAL("fsync", int(int));

	return fails("fsync") ? -1 : real.function(fd);
}

int
mount(const char *from, const char *to, const char *type, unsigned long flags,
    const void *data)
{
	REAL("mount",
	    int(const char *, const char *, const char *, unsigned long,
		const void *));

	return fails("mount") ? -1 : real.function(from, to, type, flags, data);
}

int
pipe2(int ends[2], int flags)
{
	REAL("pipe2", int(int *, int));

	return fails("pipe2") ? -1 : real.function(ends, flags);
}

int
rename(const char *from, const char *to)
{
	REAL("rename", int(const char *, const char *));

	return fails("rename") ? -1 : real.function(from, to);
}

int
unshare(int flags)
{
	REAL("unshare", int(int));

	return fails("unshare") ? -1 : real.function(flags);
}

pid_t
fork(void)
{
	REAL("fork", pid_t(void));

	return fails("fork") ? -1 : real.function();
}
