/*
 * A library to preload: the FAULT_AT-th call (from 1) of the kind FAULT_CALL
 * fails as a full disk, a used-up table or a lost network file system would let
 * it, once in a run: FAULT_LOG names a file that all processes of the run map
 * and count in, wherever they change their root directory to.  It begins with
 * an F when the call has failed.  Linux; glibc and musl.
 *
 * stdio writes without the functions of these names, so that a stream fails
 * where it is flushed or closed.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

int fclose(FILE *f);
int mount(const char *from, const char *to, const char *type,
    unsigned long flags, const void *data);
int pipe2(int ends[2], int flags);
int unshare(int flags);

static const struct {
	const char *kind;
	int error;
} kinds[] = {
    {"open", EMFILE},
    {"write", ENOSPC},
    {"close", EIO},
    {"fsync", EIO},
    {"fork", EAGAIN},
    {"mount", ENOMEM},
    {"rename", EIO},
    {"pipe2", ENFILE},
    {"unshare", ENOMEM},
};

/* ISO C has no conversion of a pointer to one to a function; POSIX does. */
#define REAL(name, ...) \
	union { \
		void *object; \
		__typeof__(__VA_ARGS__) *function; \
	} real = {dlsym(RTLD_NEXT, name)}

static struct {
	char mark; /* F: the call has failed */
	unsigned calls;
} * run;

/* Without any of the functions below. */
__attribute__((__constructor__)) static void
map_log(void)
{
	const char *log = getenv("FAULT_LOG");
	void *map = MAP_FAILED;
	int fd = log == NULL
	    ? -1
	    : (int)syscall(SYS_openat, AT_FDCWD, log, O_RDWR | O_CREAT, 0666);

	if (fd != -1 && ftruncate(fd, sizeof(*run)) == 0)
		map = mmap(NULL, sizeof(*run), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (fd != -1)
		(void)syscall(SYS_close, fd);
	if (map != MAP_FAILED)
		run = map;
}

static int
fails(const char *kind)
{
	const char *call = getenv("FAULT_CALL"), *at = getenv("FAULT_AT");
	size_t i;

	if (run == NULL || call == NULL || at == NULL ||
	    strcmp(call, kind) != 0 || ++run->calls != (unsigned)atoi(at))
		return 0;
	run->mark = 'F';
	for (i = 0; strcmp(kinds[i].kind, kind) != 0; i++)
		;
	errno = kinds[i].error;
	return 1;
}

static int
is_written_to(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags != -1 && (flags & O_ACCMODE) != O_RDONLY;
}

static mode_t
mode_argument(int flags, va_list args)
{
	bool creates = (flags & O_CREAT) != 0 ||
	    (flags & O_TMPFILE) == O_TMPFILE;

	return creates ? (mode_t)va_arg(args, unsigned) : 0;
}

int
open64(const char *path, int flags, ...)
{
	REAL("open64", int(const char *, int, ...));
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_argument(flags, args);
	va_end(args);
	return fails("open") ? -1 : real.function(path, flags, mode);
}

int
openat64(int dir, const char *path, int flags, ...)
{
	REAL("openat64", int(int, const char *, int, ...));
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_argument(flags, args);
	va_end(args);
	return fails("open") ? -1 : real.function(dir, path, flags, mode);
}

/* glibc has no function for openat2(2). */
long
syscall(long number, ...)
{
	REAL("syscall", long(long, ...));
	va_list args;
	long a[6];
	size_t i;

	va_start(args, number);
	for (i = 0; i < sizeof(a) / sizeof(a[0]); i++)
		a[i] = va_arg(args, long);
	va_end(args);
	if (number == SYS_openat2 && fails("open"))
		return -1;
	return real.function(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

FILE *
fopen64(const char *path, const char *mode)
{
	REAL("fopen64", FILE * (const char *, const char *));

	return fails("open") ? NULL : real.function(path, mode);
}

ssize_t
write(int fd, const void *data, size_t len)
{
	REAL("write", ssize_t(int, const void *, size_t));

	return fd > STDERR_FILENO && fails("write")
	    ? -1
	    : real.function(fd, data, len);
}

ssize_t
pwrite64(int fd, const void *data, size_t len, off64_t offset)
{
	REAL("pwrite64", ssize_t(int, const void *, size_t, off64_t));

	return fails("write") ? -1 : real.function(fd, data, len, offset);
}

ssize_t
copy_file_range(int in, off64_t *in_offset, int out, off64_t *out_offset,
    size_t len, unsigned flags)
{
	REAL("copy_file_range",
	    ssize_t(int, off64_t *, int, off64_t *, size_t, unsigned));

	return fails("write")
	    ? -1
	    : real.function(in, in_offset, out, out_offset, len, flags);
}

/* A descriptor is closed even when close(2) fails. */
int
close(int fd)
{
	REAL("close", int(int));
	int failed = is_written_to(fd) && fails("close"), error = errno;
	int status = real.function(fd);

	if (!failed)
		return status;
	errno = error;
	return -1;
}

int
fflush(FILE *f)
{
	REAL("fflush", int(FILE *));

	return f != NULL && f != stdout && f != stderr && fails("write")
	    ? EOF
	    : real.function(f);
}

int
fclose(FILE *f)
{
	REAL("fclose", int(FILE *));
	int failed = is_written_to(fileno(f)) &&
	    (fails("write") || fails("close"));
	int error = errno, status = real.function(f);

	if (!failed)
		return status;
	errno = error;
	return EOF;
}

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
renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	REAL("renameat", int(int, const char *, int, const char *));

	return fails("rename") ? -1 : real.function(from_dir, from, to_dir, to);
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
