/*
 * When the scripts of packages ran: a file to which the tools append a line for
 * each, so that several of them can share it.
 */
#ifndef RUN_SCRIPT_TIMES_H
#define RUN_SCRIPT_TIMES_H

#include <stdio.h>

#include "base/diag.h"

struct script_time {
	const char *package; /* instance, or name when none is chosen yet */
	const char *name;    /* "preinstall", "i.patch", ... */
	int status;          /* exit status; -1: killed, or it could not run */
	double begin, end;   /* seconds of the monotonic clock */
};

struct script_times {
	struct script_time *v; /* in the order in which they ended */
	size_t n;
	char *text; /* which the names are in */
};

/*
 * Appends a line: begin and end in microseconds of the monotonic clock, exit
 * status, package and name.
 */
void script_times_append(FILE *out, const struct script_time *t);

/*
 * Reads the lines of a file; what is not such a line is left out.  For
 * script_times_free; false after a finding.
 */
bool script_times_read(
    const char *path, struct script_times *times, struct diag *d);

void script_times_free(struct script_times *times);

#endif
