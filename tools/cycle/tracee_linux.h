/*
 * What a stopped process of Linux is and is about to do.
 */
#ifndef CYCLE_TRACEE_LINUX_H
#define CYCLE_TRACEE_LINUX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "cycle/syscalls_linux.h"

struct tracee_call {
	const struct syscall *entry;
	uint64_t args[6];
	bool creates; /* opens a file that may be empty */
};

/*
 * The call that a process stands before, stopped by the filter; false when it
 * changes nothing.
 */
bool tracee_call(pid_t pid, struct tracee_call *call);

/* Did the call that a process stands behind go well? */
bool tracee_call_succeeded(pid_t pid);

/*
 * The path that the call is about, as seen below root; NULL when it is about
 * nothing there.  The caller frees.
 */
char *tracee_path(pid_t pid, const struct tracee_call *call, const char *root);

/* Does the process run this program? */
bool tracee_runs(pid_t pid, const struct stat *program);

/*
 * The name of the script that a shell runs, or else the program's; NULL for a
 * shell with a command (-c), which no script of a package is.
 */
char *tracee_script(pid_t pid);

#endif
