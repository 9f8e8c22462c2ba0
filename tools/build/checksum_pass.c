#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/progress.h"
#include "build/checksum_pass.h"
#include "os/parallel.h"

#define SCRATCH   (256u * 1024) /* bytes read at a time, fits a cache */
#define BATCH     32u           /* objects taken at a time */
#define SIZES_MAX 20000u        /* objects whose sizes are looked at before */

struct checksum_pass {
	struct plan *plan;
	pthread_mutex_t lock; /* for what follows */
	size_t next;
	const char **faults; /* one per object, NULL: none */
	int *errors;         /* errno of each fault */
	bool failed;
};

static size_t
take_batch(struct checksum_pass *pass)
{
	size_t first;

	(void)pthread_mutex_lock(&pass->lock);
	first = pass->next;
	pass->next += BATCH;
	(void)pthread_mutex_unlock(&pass->lock);
	return first;
}

static void
checksum_object(struct checksum_pass *pass, size_t i, void *scratch)
{
	struct content *c = &pass->plan->objects[i].content;
	const char *fault;

	if (c->kind != CONTENT_FILE && c->kind != CONTENT_MEMORY)
		return;
	fault = content_checksum(c,
	    pass->plan->wants_digests ? plan_digests(pass->plan, i) : NULL,
	    scratch, SCRATCH);
	if (fault == NULL)
		return;
	pass->faults[i] = fault;
	pass->errors[i] = errno;
	(void)pthread_mutex_lock(&pass->lock);
	pass->failed = true;
	(void)pthread_mutex_unlock(&pass->lock);
}

static void
checksum_thread(void *ctx)
{
	struct checksum_pass *pass = ctx;
	size_t n = pass->plan->map.objects.n;
	void *scratch = xmalloc(SCRATCH);
	size_t first, i;

	while ((first = take_batch(pass)) < n)
		for (i = first; i < first + BATCH && i < n; i++)
			checksum_object(pass, i, scratch);
	free(scratch);
}

static void
report_faults(
    const struct checksum_pass *pass, const struct prototype *p, struct diag *d)
{
	const struct object *o;
	const struct content *c;
	const char *reason;
	char *path;
	size_t i;

	for (i = 0; i < pass->plan->map.objects.n; i++) {
		if (pass->faults[i] == NULL)
			continue;
		o = &pass->plan->map.objects.v[i];
		c = &pass->plan->objects[i].content;
		path = c->tree == NULL ? xstrdup(c->path)
				       : path_join(c->tree->name, c->path);
		reason = pass->errors[i] == 0 || pass->errors[i] == ELOOP
		    ? NULL
		    : strerror(pass->errors[i]);
		diag_add(d,
		    pass->errors[i] == 0 ? SEVERITY_ERROR
					 : severity_of_errno(pass->errors[i]),
		    prototype_file(p, o), o->line, NULL, NULL, "%s: %s %s%s%s",
		    o->path, path, pass->faults[i], reason == NULL ? "" : ": ",
		    reason == NULL ? "" : reason);
		free(path);
	}
}

/* Looking at the sizes of very many files would take longer than it is worth. */
static void
begin_progress(const struct plan *plan)
{
	size_t i, n = plan->map.objects.n;
	uint64_t total = 0;

	if (!progress_is_wanted())
		return;
	for (i = 0; i < n && n <= SIZES_MAX; i++)
		total += content_expected_size(&plan->objects[i].content);
	progress_begin("reading files", total);
}

bool
checksum_plan(struct plan *plan, const struct prototype *p, struct diag *d)
{
	size_t n = plan->map.objects.n, i;
	struct checksum_pass pass = {.plan = plan,
	    .lock = PTHREAD_MUTEX_INITIALIZER,
	    .faults = xcalloc(n, sizeof(*pass.faults)),
	    .errors = xcalloc(n, sizeof(*pass.errors))};
	struct object *o;

	begin_progress(plan);
	parallel_run(checksum_thread, &pass, n / BATCH + 1);
	report_faults(&pass, p, d);
	for (i = 0; i < n; i++) {
		o = &plan->map.objects.v[i];
		if (plan->objects[i].content.kind == CONTENT_NONE)
			continue;
		o->size = (int64_t)plan->objects[i].content.size;
		o->sum = plan->objects[i].content.sum;
		if (o->mtime == OBJECT_UNKNOWN)
			o->mtime = plan->objects[i].content.mtime;
	}
	free(pass.faults);
	free(pass.errors);
	return !pass.failed;
}
