/*
 * The system calls of Linux that change the file system, and the filter that
 * stops a process before them.
 */
#ifndef FAULTS_SYSCALLS_LINUX_H
#define FAULTS_SYSCALLS_LINUX_H

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
 * A filter for seccomp(2) that returns action (SECCOMP_RET_TRACE, say) for
 * these calls, and lets those that wait for disks do nothing.  With others, it
 * also returns action for calls that begin or end a program, or change what an
 * open file holds.  SECCOMP_RET_ALLOW as action: only the disks.  The caller
 * frees its member filter.
 */
struct sock_fprog syscall_filter(unsigned action, bool others);

#endif
