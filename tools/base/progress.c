#include <pthread.h>
#include <stddef.h>
#include <time.h>

#include "base/progress.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct progress now; /* guarded by lock */
static bool is_wanted;      /* changes while there is one thread */

static double
clock_seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
progress_want(bool wanted)
{
	is_wanted = wanted;
	now = (struct progress){.what = NULL};
}

bool
progress_is_wanted(void)
{
	return is_wanted;
}

void
progress_begin(const char *what, uint64_t total)
{
	if (!is_wanted)
		return;
	(void)pthread_mutex_lock(&lock);
	now = (struct progress){what, clock_seconds(), 0, total};
	(void)pthread_mutex_unlock(&lock);
}

void
progress_expect(uint64_t bytes)
{
	if (!is_wanted)
		return;
	(void)pthread_mutex_lock(&lock);
	now.total += bytes;
	(void)pthread_mutex_unlock(&lock);
}

void
progress_add(uint64_t bytes)
{
	if (!is_wanted)
		return;
	(void)pthread_mutex_lock(&lock);
	now.done += bytes;
	(void)pthread_mutex_unlock(&lock);
}

struct progress
progress_now(void)
{
	struct progress copy;

	(void)pthread_mutex_lock(&lock);
	copy = now;
	(void)pthread_mutex_unlock(&lock);
	return copy;
}
