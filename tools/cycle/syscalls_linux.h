/*
 * The system calls of Linux that change the file system, and the filter that
 * stops a process before them.
 */
#ifndef CYCLE_SYSCALLS_LINUX_H
#define CYCLE_SYSCALLS_LINUX_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>

#define ARG_NONE (-1)

/* The members dir to flags are indexes of arguments, or ARG_NONE. */
struct syscall {
	long number;
	const char *name;
	int dir; /* descriptor of the path's directory, or of the file */
	int path;
	int other_dir; /* the same for a second path */
	int other_path;
	int flags;  /* of an open */
	bool opens; /* a file, for reading or writing */
};

/* Does the filter work on this processor? */
bool syscalls_are_known(void);

/* The call of a number; NULL when it changes nothing. */
const struct syscall *syscall_find(long number);

/* An open with one of these flags changes the file, or may do so later. */
#define OPEN_WRITES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

/* Are the flags of this open in memory, which a filter cannot read? */
bool syscall_hides_flags(const struct syscall *c);

/*
 * A filter for seccomp(2) that stops a process before these calls for its
 * tracer, and allows all others.  The caller frees its member filter.
 */
struct sock_fprog syscall_filter(void);

#endif
