/*
 * How far long work is, on standard error: bytes of what reads and writes
 * (base/progress.h), and trials of a fault campaign.
 */
#ifndef REPORT_PROGRESS_H
#define REPORT_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/progress.h"

/*
 * Shows a line that changes some times a second, once the work takes longer
 * than half a second, until progress_hide: only on a terminal, and not if
 * quiet.  Nothing else may be printed on the terminal meanwhile.
 */
void progress_show(bool quiet);

/* Takes the line away; fine without progress_show, too. */
void progress_hide(void);

/*
 * Appends the line for what was done in so many seconds of a phase: "writing:
 * 120 MiB of 600 MiB, 20 %, 240 MiB/s, 2 s left"
 */
void progress_line(const struct progress *p, double seconds, struct buf *out);

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
