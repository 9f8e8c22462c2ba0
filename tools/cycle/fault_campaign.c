#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "cycle/fault_campaign.h"
#include "cycle/fault_trial.h"
#include "os/file.h"
#include "os/interrupt.h"
#include "os/process.h"
#include "run/script.h"

#define WORKERS_MAX       8
#define POLL_MILLISECONDS 500 /* after which Ctrl-C is noticed */

/* What a worker reports; small enough that a pipe takes it as a whole. */
struct report {
	size_t order;
	enum trial_result result;
	char text[900];
};

_Static_assert(sizeof(struct report) <= 4096, "PIPE_BUF of Linux");

/* One trial at one point. */
struct worker_order {
	enum fault_trial trial;
	size_t number;
};

/* All trials; each worker process takes the next order. */
struct campaign_work {
	struct fault_campaign *a;
	const struct cycle *c;
	const struct progress *progress;
	char *installed;
	struct snapshot *state; /* of installed */
	struct worker_order *orders;
	size_t norders;
	atomic_size_t *next; /* shared by all processes */
	int pipe[2];
	pid_t workers[WORKERS_MAX];
	size_t nworkers;
	bool failed;
};

const char *
fault_trial_name(enum fault_trial trial)
{
	static const char *const names[TRIALS] = {
	    "installation cut, then removal",
	    "installation cut, then a second one",
	    "removal cut, then removal",
	};

	return names[trial];
}

static char *
file_in_directory(const struct campaign_work *w, const char *name)
{
	return xasprintf("%s/%s", w->c->q->dir, name);
}

static bool
has_succeeded(int status, const char *what, struct diag *d)
{
	if (exit_code_is_success(status))
		return true;
	if (status >= 0)
		diag_error(d, NULL, 0, NULL,
		    "under observation, the %s ended with %d", what, status);
	else if (d->n == 0)
		diag_error(d, NULL, 0, NULL,
		    "under observation, the %s did not end", what);
	return false;
}

/* Counts the points of the installation; keeps the root for the removal. */
static bool
count_install_points(
    struct campaign_work *w, struct trial_worker *b, struct diag *d)
{
	struct root_copy *r = root_copy_new(
	    w->c->base, w->c->old, w->installed, d);
	struct command_line call;
	int status;

	if (r == NULL)
		return false;
	root_copy_free(r, true);
	call = command_add(w->c, w->installed);
	status = trial_worker_count(b, &call, w->installed, &w->a->install, d);
	if (!has_succeeded(status, "installation", d))
		return false;
	w->state = snapshot_take(w->installed, NULL, d);
	return w->state != NULL;
}

/* Counts the points of the removal, in a copy of that root. */
static bool
count_removal_points(
    struct campaign_work *w, struct trial_worker *b, struct diag *d)
{
	char *root = file_in_directory(w, "removed");
	struct root_copy *r = root_copy_new(w->installed, w->state, root, d);
	struct command_line call;
	bool ok = false;

	if (r != NULL) {
		call = command_remove(w->c, root);
		ok = call.n > 0 &&
		    has_succeeded(
			trial_worker_count(b, &call, root, &w->a->remove, d),
			"removal", d);
	}
	root_copy_free(r, false);
	free(root);
	return ok;
}

static bool
count_points(struct campaign_work *w, struct diag *d)
{
	char *dir = file_in_directory(w, "count");
	struct trial_worker *b = trial_worker_new(
	    w->c, dir, w->installed, NULL, d);
	bool ok;

	ok = b != NULL && count_install_points(w, b, d) &&
	    count_removal_points(w, b, d);
	trial_worker_free(b);
	free(dir);
	return ok;
}

static void
add_orders(struct campaign_work *w, enum fault_trial trial, size_t points,
    size_t every)
{
	size_t i;

	for (i = 1; i <= points; i += every) {
		w->orders = array_append_room(
		    w->orders, w->norders, sizeof(*w->orders));
		w->orders[w->norders++] = (struct worker_order){trial, i};
	}
}

static void
send_report(struct campaign_work *w, struct report *r, const struct buf *text)
{
	(void)strncpy(r->text, buf_text(text), sizeof(r->text) - 1);
	if (!file_write_full(w->pipe[1], r, sizeof(*r)))
		_exit(1); /* the parent has ended */
}

static void
run_orders(struct campaign_work *w, size_t number)
{
	struct buf text = BUF_INIT;
	struct diag d = DIAG_INIT;
	struct report r;
	char name[32], *dir;
	struct trial_worker *b;
	size_t i;

	(void)snprintf(name, sizeof(name), "worker%zu", number);
	dir = file_in_directory(w, name);
	b = trial_worker_new(w->c, dir, w->installed, w->state, &d);
	while (b != NULL && (i = atomic_fetch_add(w->next, 1)) < w->norders) {
		r = (struct report){.order = i};
		text.len = 0;
		buf_str(&text, "");
		r.result = trial_worker_try(
		    b, w->orders[i].trial, w->orders[i].number, &text);
		send_report(w, &r, &text);
	}
	trial_worker_free(b);
}

static bool
start_workers(struct campaign_work *w, size_t most, struct diag *d)
{
	pid_t pid;

	(void)fflush(NULL);
	while (w->nworkers < most) {
		pid = fork();
		if (pid == 0) {
			(void)signal(SIGINT, SIG_DFL);
			(void)signal(SIGHUP, SIG_DFL);
			close(w->pipe[0]);
			run_orders(w, w->nworkers);
			_exit(0);
		}
		if (pid == -1 && w->nworkers == 0) {
			diag_system(d, NULL, "cannot make a process");
			return false;
		}
		if (pid == -1)
			break;
		w->workers[w->nworkers++] = pid;
	}
	return true;
}

static void
add_loss(struct campaign_work *w, const struct report *r)
{
	const struct worker_order *order = &w->orders[r->order];
	const struct fault_points *points = order->trial == TRIAL_FINISH
	    ? &w->a->remove
	    : &w->a->install;
	struct fault_campaign *a = w->a;

	a->lost[order->trial]++;
	a->losses = array_append_room(
	    a->losses, a->nlosses, sizeof(*a->losses));
	a->losses[a->nlosses++] = (struct loss){.trial = order->trial,
	    .number = order->number,
	    .point = &points->v[order->number - 1],
	    .text = xstrdup(r->text)};
}

static void
handle_report(struct campaign_work *w, const struct report *r, struct diag *d)
{
	if (r->result == TRIAL_SYSTEM_FAILED) {
		if (!w->failed)
			diag_add(d, SEVERITY_SYSTEM, NULL, 0, NULL, NULL, "%s",
			    r->text);
		w->failed = true;
		return;
	}
	w->a->tried[w->orders[r->order].trial]++;
	if (r->result == TRIAL_LOST)
		add_loss(w, r);
}

/* Reads the reports of all workers until the last of them has ended. */
static void
collect_reports(struct campaign_work *w, struct diag *d)
{
	struct pollfd p = {.fd = w->pipe[0], .events = POLLIN};
	struct report r;
	size_t done = 0;

	while (!w->failed && !(w->a->interrupted = is_interrupted())) {
		if (poll(&p, 1, POLL_MILLISECONDS) <= 0)
			continue;
		if (file_read_full(w->pipe[0], &r, sizeof(r)) !=
		    (ssize_t)sizeof(r))
			break;
		handle_report(w, &r, d);
		done++;
		if (w->progress != NULL && w->progress->show != NULL)
			w->progress->show(
			    w->progress->arg, done, w->norders, w->a->nlosses);
	}
	if (done < w->norders && !w->failed && !w->a->interrupted) {
		diag_add(d, SEVERITY_SYSTEM, NULL, 0, NULL, NULL,
		    "a process of the trials has died");
		w->failed = true;
	}
}

static int
compare_losses(const void *a, const void *b)
{
	const struct loss *x = a, *y = b;

	if (x->trial != y->trial)
		return x->trial < y->trial ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static size_t
worker_count(const struct campaign_work *w)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t n = processors < 1 ? 1 : (size_t)processors;

	if (n > WORKERS_MAX)
		n = WORKERS_MAX;
	return n > w->norders ? w->norders : n;
}

static bool
run_workers(struct campaign_work *w, struct diag *d)
{
	size_t i;

	if (!process_pipe(w->pipe)) {
		diag_system(d, NULL, "cannot make a pipe");
		return false;
	}
	if (!start_workers(w, worker_count(w), d))
		w->failed = true;
	close(w->pipe[1]);
	collect_reports(w, d);
	for (i = 0; i < w->nworkers; i++) {
		/*
		 * a worker that still runs is killed, and its tracees with it
		 */
		if (w->failed || w->a->interrupted)
			(void)kill(w->workers[i], SIGKILL);
		(void)process_wait(w->workers[i]);
	}
	close(w->pipe[0]);
	return !w->failed;
}

bool
fault_campaign_run(struct fault_campaign *a, const struct cycle *c,
    size_t every, const struct progress *p, struct diag *d)
{
	struct campaign_work w = {.a = a, .c = c, .progress = p};
	double begin = monotonic_seconds();
	bool ok = false;

	*a = (struct fault_campaign){.losses = NULL};
	w.installed = file_in_directory(&w, "installed");
	w.next = mmap(NULL, sizeof(*w.next), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (w.next == MAP_FAILED)
		diag_system(d, NULL, "no memory to share");
	else if (count_points(&w, d)) {
		atomic_init(w.next, 0);
		add_orders(&w, TRIAL_REMOVE, a->install.n, every);
		add_orders(&w, TRIAL_REPEAT, a->install.n, every);
		add_orders(&w, TRIAL_FINISH, a->remove.n, every);
		ok = w.norders == 0 || run_workers(&w, d);
	}
	a->seconds = monotonic_seconds() - begin;
	if (a->nlosses > 0)
		qsort(
		    a->losses, a->nlosses, sizeof(*a->losses), compare_losses);
	if (w.next != MAP_FAILED)
		(void)munmap(w.next, sizeof(*w.next));
	snapshot_free(w.state);
	free(w.installed);
	free(w.orders);
	return ok;
}

void
fault_campaign_free(struct fault_campaign *a)
{
	size_t i;

	for (i = 0; i < a->nlosses; i++)
		free(a->losses[i].text);
	free(a->losses);
	fault_points_free(&a->install);
	fault_points_free(&a->remove);
	*a = (struct fault_campaign){.losses = NULL};
}
