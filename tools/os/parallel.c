#include <pthread.h>
#include <unistd.h>

#include "os/parallel.h"

#define THREADS_MAX 8

struct parallel_job {
	void (*run)(void *ctx);
	void *ctx;
};

static void *
thread(void *arg)
{
	const struct parallel_job *job = arg;

	job->run(job->ctx);
	return NULL;
}

void
parallel_run(void (*run)(void *ctx), void *ctx, size_t most)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	pthread_t threads[THREADS_MAX];
	struct parallel_job job = {run, ctx};
	size_t n = processors < 1 ? 1 : (size_t)processors;
	size_t started = 0;

	if (n > most)
		n = most;
	if (n > THREADS_MAX)
		n = THREADS_MAX;
	/* it is no error when fewer threads can be made */
	while (started + 1 < n &&
	    pthread_create(&threads[started], NULL, thread, &job) == 0)
		started++;
	run(ctx);
	while (started > 0)
		(void)pthread_join(threads[--started], NULL);
}
