#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "os/file.h"
#include "os/process.h"
#include "report/progress.h"
#include "report/text.h"

#define FIRST_MILLISECONDS 500 /* short work shows nothing */
#define NEXT_MILLISECONDS  250

#define LINE_SECONDS       10 /* between two lines in a file */

/* Appends "45 s", "12 min", "3 h 20 min". */
static void
add_duration(struct buf *out, double seconds)
{
	unsigned long minutes = (unsigned long)(seconds / 60 + 0.5);

	if (seconds < 100)
		buf_printf(out, "%.0f s", seconds);
	else if (minutes < 100)
		buf_printf(out, "%lu min", minutes);
	else
		buf_printf(out, "%lu h %lu min", minutes / 60, minutes % 60);
}

void
progress_line(const struct progress *p, double seconds, struct buf *out)
{
	double rate = seconds > 0 ? (double)p->done / seconds : 0;
	bool counts = p->total > 0 && p->done <= p->total;
	char size[32];

	text_size(size, p->done);
	buf_printf(out, "%s: %s", p->what, size);
	if (counts) {
		text_size(size, p->total);
		buf_printf(out, " of %s, %.0f %%", size,
		    (double)p->done / (double)p->total * 100);
	}
	text_size(size, (uint64_t)rate);
	buf_printf(out, ", %s/s", size);
	if (counts && rate > 0 && p->done < p->total) {
		buf_str(out, ", ");
		add_duration(out, (double)(p->total - p->done) / rate);
		buf_str(out, " left");
	}
}

/* The thread that shows the line. */
static struct {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool is_on, is_over; /* is_over: guarded by lock */
} shower = {
    .lock = PTHREAD_MUTEX_INITIALIZER, .ended = PTHREAD_COND_INITIALIZER};

/* Waits for a while; false: it is over. */
static bool
wait_a_while(long milliseconds)
{
	struct timespec until;
	bool is_over;

	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += milliseconds * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	(void)pthread_mutex_lock(&shower.lock);
	while (!shower.is_over &&
	    pthread_cond_timedwait(&shower.ended, &shower.lock, &until) == 0)
		;
	is_over = shower.is_over;
	(void)pthread_mutex_unlock(&shower.lock);
	return !is_over;
}

/* Writes the line over the last one, which had so many columns. */
static void
write_line(const char *line, size_t *last)
{
	size_t len = strlen(line), gap = *last > len ? *last - len : 0;
	struct buf out = BUF_INIT;

	buf_printf(&out, "\r%s%*s\r", line, (int)gap, "");
	(void)file_write_full(STDERR_FILENO, out.data, out.len);
	buf_free(&out);
	*last = len;
}

static void *
show_lines(void *arg)
{
	struct progress p = {.what = NULL};
	struct buf line = BUF_INIT;
	size_t last = 0;

	while (
	    wait_a_while(last == 0 ? FIRST_MILLISECONDS : NEXT_MILLISECONDS)) {
		p = progress_now();
		line.len = 0;
		if (p.what != NULL && p.done > 0)
			progress_line(&p, monotonic_seconds() - p.begin, &line);
		write_line(buf_text(&line), &last);
	}
	if (last > 0)
		write_line("", &last);
	buf_free(&line);
	return arg;
}

void
progress_show(bool quiet)
{
	if (quiet || shower.is_on || !isatty(STDERR_FILENO))
		return;
	progress_want(true);
	shower.is_over = false;
	shower.is_on = pthread_create(&shower.thread, NULL, show_lines, NULL) ==
	    0;
	if (!shower.is_on)
		progress_want(false);
}

void
progress_hide(void)
{
	if (!shower.is_on)
		return;
	(void)pthread_mutex_lock(&shower.lock);
	shower.is_over = true;
	(void)pthread_cond_signal(&shower.ended);
	(void)pthread_mutex_unlock(&shower.lock);
	(void)pthread_join(shower.thread, NULL);
	shower.is_on = false;
	progress_want(false);
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
	struct buf left = BUF_INIT;

	if (!on_terminal && done < all && now - p->shown < LINE_SECONDS)
		return;
	p->shown = now;
	rate = now > p->begin ? (double)done / (now - p->begin) : 0;
	fprintf(stderr, "%s%s: %zu of %zu power cuts, %zu lost, %.1f a second",
	    on_terminal ? "\r" : "", p->mode, done, all, lost, rate);
	if (rate > 0 && done < all) {
		add_duration(&left, seconds_left(p, all - done, rate));
		fprintf(stderr, ", %s left", buf_text(&left));
		buf_free(&left);
	}
	/* over the end of a longer line */
	fputs(on_terminal ? "    " : "\n", stderr);
	if (on_terminal && done == all)
		fputc('\n', stderr);
}
