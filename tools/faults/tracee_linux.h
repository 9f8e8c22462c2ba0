/*
 * What a process that is stopped before a system call is about to do, read from
 * the process and from /proc.
 */
#ifndef FAULTS_TRACEE_LINUX_H
#define FAULTS_TRACEE_LINUX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "faults/syscalls_linux.h"

/* A system call with its arguments. */
struct tracee_call {
	const struct syscall *entry;
	uint64_t args[6];
	bool creates;   /* an open after which the file may be empty */
	bool truncates; /* one after which it is */
};

/*
 * Finds out what the call of this number and arguments does; false when it
 * changes nothing.
 */
bool tracee_call(
    pid_t pid, long number, const uint64_t args[6], struct tracee_call *call);

/*
 * The path that the call is about, without root before it; of two paths the
 * first that is below root.  NULL when none is.  The caller frees.
 */
char *tracee_path(pid_t pid, const struct tracee_call *call, const char *root);

/* Does the process run this program, as far as can be seen? */
bool tracee_runs(pid_t pid, const struct stat *program);

/*
 * The name of the script that the process, a shell, runs, or else of its
 * program.  NULL for a shell with a command (-c), since no script of a package
 * is run that way.  The caller frees.
 */
char *tracee_script(pid_t pid);

#endif
