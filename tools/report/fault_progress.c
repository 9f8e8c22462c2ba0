#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "os/process.h"
#include "report/fault_progress.h"

#define LINE_SECONDS 10 /* between two lines in a file */

/* "45 s", "12 min", "3 h 20 min" */
static void
print_duration(double seconds)
{
	unsigned long minutes = (unsigned long)(seconds / 60 + 0.5);

	if (seconds < 100)
		fprintf(stderr, "%.0f s", seconds);
	else if (minutes < 100)
		fprintf(stderr, "%lu min", minutes);
	else
		fprintf(stderr, "%lu h %lu min", minutes / 60, minutes % 60);
}

/* How long the rest takes at this rate, but no longer than there is time. */
static double
seconds_left(const struct fault_progress *p, size_t rest, double rate)
{
	double left = (double)rest / rate, end;

	if (p->budget > 0) {
		end = p->begin + p->budget - p->shown;
		if (end < left)
			left = end > 0 ? end : 0;
	}
	return left;
}

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
	if (rate > 0 && done < all) {
		fputs(", ", stderr);
		print_duration(seconds_left(p, all - done, rate));
		fputs(" left", stderr);
	}
	/* over the end of a longer line */
	fputs(on_terminal ? "    " : "\n", stderr);
	if (on_terminal && done == all)
		fputc('\n', stderr);
}
