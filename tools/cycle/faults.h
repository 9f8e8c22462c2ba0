/*
 * Power cuts on request: runs a command that starts scripts, watches what the
 * scripts are about to do to files, and kills everything at a chosen point.
 */
#ifndef CYCLE_FAULTS_H
#define CYCLE_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/*
 * A moment just before a system call that changes the file system, or just
 * after one that opens a file for writing, when it may be empty.
 */
struct fault_point {
	char *script;     /* "i.patch" */
	const char *call; /* "rename" */
	char *path;       /* of the file, below the root */
	bool after;
};

struct fault_points {
	struct fault_point *v;
	size_t n;
};

#define FAULT_POINTS_INIT ((struct fault_points){0})

/*
 * Scripts are what the command's processes execute, the command's own program
 * and `sh -c' excepted: a shell, and all that descends from it.  Only what
 * they do below root is a point.
 */
struct fault_run {
	char *const *argv; /* absolute path first */
	char *const *env;
	const char *root;            /* absolute, canonical */
	const char *output;          /* file that gets stdout and stderr */
	size_t kill_at;              /* number of the point, from 1; or 0 */
	unsigned seconds;            /* that it may take; 0: any time */
	struct fault_points *points; /* those passed are added; or NULL */
};

enum fault_end {
	FAULT_ENDED,  /* by itself, with status */
	FAULT_KILLED, /* at the point */
	FAULT_TIMEOUT,
	FAULT_IMPOSSIBLE /* see the findings */
};

struct fault_result {
	enum fault_end end;
	int status;    /* of exit(3); 128 + signal */
	size_t passed; /* number of points */
};

/* NULL where this system can do it, else why not. */
const char *faults_unsupported(void);

/*
 * Runs the command to its end or to the point.  No process of it is left
 * afterwards, whatever became of it.  The calling process must have a single
 * thread and no other children.
 */
void faults_run(
    const struct fault_run *f, struct fault_result *result, struct diag *d);

void fault_points_free(struct fault_points *p);

#endif
