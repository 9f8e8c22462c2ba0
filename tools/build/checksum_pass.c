#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "build/checksum_pass.h"
#include "os/parallel.h"

#define SCRATCH (256u * 1024) /* bytes read at a time, fits a cache */
#define BATCH   32u           /* objects taken at a time */

struct measure {
	struct plan *plan;
	pthread_mutex_t lock; /* for what follows */
	size_t next;
	const char **faults; /* one per object, NULL: none */
	int *errors;         /* errno of each fault */
	bool failed;
};

static size_t
take_batch(struct measure *m)
{
	size_t first;

	(void)pthread_mutex_lock(&m->lock);
	first = m->next;
	m->next += BATCH;
	(void)pthread_mutex_unlock(&m->lock);
	return first;
}

static void
measure_one(struct measure *m, size_t i, void *scratch)
{
	struct content *c = &m->plan->objects[i].content;
	const char *fault;

	if (c->kind != CONTENT_FILE && c->kind != CONTENT_MEMORY)
		return;
	fault = content_checksum(c,
	    m->plan->wants_digests ? plan_digests(m->plan, i) : NULL, scratch,
	    SCRATCH);
	if (fault == NULL)
		return;
	m->faults[i] = fault;
	m->errors[i] = errno;
	(void)pthread_mutex_lock(&m->lock);
	m->failed = true;
	(void)pthread_mutex_unlock(&m->lock);
}

static void
measure_thread(void *ctx)
{
	struct measure *m = ctx;
	size_t n = m->plan->map.objects.n;
	void *scratch = xmalloc(SCRATCH);
	size_t first, i;

	while ((first = take_batch(m)) < n)
		for (i = first; i < first + BATCH && i < n; i++)
			measure_one(m, i, scratch);
	free(scratch);
}

static void
report(const struct measure *m, const struct prototype *p, struct diag *d)
{
	const struct object *o;
	const struct content *c;
	const char *reason;
	char *path;
	size_t i;

	for (i = 0; i < m->plan->map.objects.n; i++) {
		if (m->faults[i] == NULL)
			continue;
		o = &m->plan->map.objects.v[i];
		c = &m->plan->objects[i].content;
		path = c->tree == NULL ? xstrdup(c->path)
				       : path_join(c->tree->name, c->path);
		reason = m->errors[i] == 0 || m->errors[i] == ELOOP
		    ? NULL
		    : strerror(m->errors[i]);
		diag_add(d,
		    m->errors[i] == EIO ? SEVERITY_SYSTEM : SEVERITY_ERROR,
		    prototype_file(p, o), o->line, NULL, NULL, "%s: %s %s%s%s",
		    o->path, path, m->faults[i], reason == NULL ? "" : ": ",
		    reason == NULL ? "" : reason);
		free(path);
	}
}

bool
checksum_plan(struct plan *plan, const struct prototype *p, struct diag *d)
{
	size_t n = plan->map.objects.n, i;
	struct measure m = {.plan = plan,
	    .lock = PTHREAD_MUTEX_INITIALIZER,
	    .faults = xcalloc(n, sizeof(*m.faults)),
	    .errors = xcalloc(n, sizeof(*m.errors))};
	struct object *o;

	parallel_run(measure_thread, &m, n / BATCH + 1);
	report(&m, p, d);
	for (i = 0; i < n; i++) {
		o = &plan->map.objects.v[i];
		if (plan->objects[i].content.kind == CONTENT_NONE)
			continue;
		o->size = (int64_t)plan->objects[i].content.size;
		o->sum = plan->objects[i].content.sum;
		if (o->mtime == OBJECT_UNKNOWN)
			o->mtime = plan->objects[i].content.mtime;
	}
	free(m.faults);
	free(m.errors);
	return !m.failed;
}
