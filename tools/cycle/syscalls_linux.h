/*
 * System calls of Linux that change the file system.
 */
#ifndef CYCLE_SYSCALLS_LINUX_H
#define CYCLE_SYSCALLS_LINUX_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>

#define ARG_NONE (-1)

struct syscall {
	long number;
	const char *name;
	int dir;       /* argument: directory or file */
	int path;      /* argument: path, or ARG_NONE */
	int other_dir; /* of the second path, likewise */
	int other_path;
	int flags; /* argument of an open, or ARG_NONE */
	bool opens;
};

/* The entry of a number, or NULL. */
const struct syscall *syscall_find(long number);

/* Flags of an open that changes something. */
#define OPEN_WRITES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

/* Are the flags of this open in a structure, which no filter can see? */
bool syscall_hides_flags(const struct syscall *c);

/*
 * A filter for seccomp(2) that stops at these calls for the tracer, and lets
 * all others pass.  The caller frees filter.
 */
struct sock_fprog syscall_filter(void);

#endif
