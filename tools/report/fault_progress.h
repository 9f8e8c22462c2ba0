/*
 * How far the trials of a fault campaign are, on standard error.
 */
#ifndef REPORT_FAULT_PROGRESS_H
#define REPORT_FAULT_PROGRESS_H

#include <stddef.h>

struct fault_progress {
	const char *mode;    /* kind of root */
	double begin, shown; /* monotonic seconds: of the first and last line */
	double budget;       /* seconds that there are; 0: any number */
};

/*
 * For struct fault_plan, with a struct fault_progress: on a terminal one line
 * that changes, elsewhere a line now and then, and the last one.
 */
void fault_progress_show(void *progress, size_t done, size_t all, size_t lost);

#endif
