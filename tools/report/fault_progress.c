#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "os/process.h"
#include "report/fault_progress.h"

#define LINE_SECONDS 10 /* between two lines in a file */

void
fault_progress_show(void *progress, size_t done, size_t all, size_t lost)
{
	struct fault_progress *p = progress;
	double now = monotonic_seconds(), rate;
	bool on_terminal = isatty(STDERR_FILENO);

	if (!on_terminal && done < all && now - p->shown < LINE_SECONDS)
		return;
	p->shown = now;
	rate = now > p->begin ? (double)done / (now - p->begin) : 0;
	fprintf(stderr, "%s%s: %zu of %zu power cuts, %zu lost, %.1f a second",
	    on_terminal ? "\r" : "", p->mode, done, all, lost, rate);
	if (rate > 0 && done < all)
		fprintf(stderr, ", %.0f s left ", (double)(all - done) / rate);
	if (!on_terminal || done == all)
		fputc('\n', stderr);
}
