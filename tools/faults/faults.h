/*
 * Fault injection: runs a command that starts scripts, follows what the scripts
 * do to files, and stops at each fault point, where all processes can be killed.
 */
#ifndef FAULTS_FAULTS_H
#define FAULTS_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/*
 * A fault point: the moment before a system call that changes the file system,
 * or after one that has opened a file for writing, which may be empty then.
 */
struct fault_point {
	char *script;     /* "i.patch" */
	const char *call; /* "rename" */
	char *path;       /* of the file, below the root: "/opt/x" */
	bool after;       /* after the call, else before it */
};

struct fault_points {
	struct fault_point *v;
	size_t n;
};

#define FAULT_POINTS_INIT ((struct fault_points){0})

/*
 * A run of a command.  A script is a program that one of the command's
 * processes executes, with all its descendants, unless it is the command's own
 * program or `sh -c'.  Fault points are the calls of scripts about paths below
 * root.
 */
struct fault_run {
	char *const *argv; /* absolute path first */
	char *const *env;
	const char *root;            /* absolute, canonical */
	const char *output;          /* file that gets stdout and stderr */
	unsigned seconds;            /* time limit; 0: none */
	struct fault_points *points; /* gets all that are passed; or NULL */
	/*
	 * Called with arg at each point, unless NULL; its number is from 1.  The
	 * process is stopped there, and no other makes a call that is a point
	 * until this returns.  False kills all processes.
	 */
	bool (*at_point)(
	    void *arg, size_t number, const struct fault_point *point);
	void *arg;
};

enum fault_end {
	FAULT_ENDED,     /* by itself, with status */
	FAULT_KILLED,    /* at a point */
	FAULT_TIMEOUT,   /* killed when the time was over, or at an interrupt */
	FAULT_IMPOSSIBLE /* could not be run; findings say why */
};

struct fault_result {
	enum fault_end end;
	int status;    /* exit status, or 128 + the signal that killed it */
	size_t passed; /* how many fault points it has passed */
};

/* NULL where this system can inject faults, else why it cannot. */
const char *faults_unsupported(void);

/*
 * Runs the command to its end, or until it is killed.  None of its processes is
 * left afterwards, in any case.  Its processes are followed only when points or
 * at_point is set; it need not be possible without.  Calls that wait for disks
 * (sync, fsync and the like) do nothing: whoever looks at the files meanwhile
 * sees no difference.  The calling process must have a single thread and no
 * other children.
 */
void faults_run(
    const struct fault_run *f, struct fault_result *result, struct diag *d);

/* Frees the points, but not p itself, which is empty then. */
void fault_points_free(struct fault_points *p);

#endif
