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
#include "root/root_copy.h"

#define WORKERS_MAX       8
#define POLL_MILLISECONDS 500 /* after which Ctrl-C is noticed */

/* What a worker writes to the pipe after a trial, in one piece. */
struct trial_report {
	size_t order; /* index of the order */
	enum trial_result result;
	char text[900]; /* what was lost, or why the system failed */
};

_Static_assert(sizeof(struct trial_report) <= 4096, "PIPE_BUF of Linux");

/* A trial to be made: of which kind, and at which fault point. */
struct trial_order {
	enum trial_kind kind;
	size_t number;
	size_t rank; /* how many similar ones come before it */
};

/* A campaign while it runs; each worker process takes the next order. */
struct campaign_run {
	struct fault_campaign *campaign;
	const struct cycle *cycle;
	const struct fault_plan *plan;
	double deadline; /* monotonic; 0: none */
	char *installed; /* path of a root in which the packages are */
	struct snapshot *installed_state;
	struct trial_order *orders;
	size_t norders;
	atomic_size_t *next_order; /* shared by all processes */
	int pipe[2];               /* reports */
	pid_t workers[WORKERS_MAX];
	size_t nworkers;
	bool has_failed;
};

static char *
file_in_directory(const struct campaign_run *run, const char *name)
{
	return xasprintf("%s/%s", run->cycle->request->dir, name);
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

/* The fault points of the installation; keeps the root for the removal. */
static bool
find_install_points(
    struct campaign_run *run, struct trial_worker *worker, struct diag *d)
{
	struct root_copy *r = root_copy_new(
	    run->cycle->base, run->cycle->base_state, run->installed, d);
	struct command_line command;
	int status;

	if (r == NULL)
		return false;
	root_copy_free(r, true);
	command = command_add(
	    run->cycle, run->cycle->request->sources, run->installed);
	status = trial_worker_find_points(worker, &command, run->installed,
	    &run->campaign->install_points, d);
	if (!has_succeeded(status, "installation", d))
		return false;
	run->installed_state = snapshot_take(run->installed, NULL, d);
	return run->installed_state != NULL;
}

/* The fault points of the removal, in a copy of that root. */
static bool
find_removal_points(
    struct campaign_run *run, struct trial_worker *worker, struct diag *d)
{
	char *root = file_in_directory(run, "removed");
	struct root_copy *r = root_copy_new(
	    run->installed, run->installed_state, root, d);
	struct command_line command;
	bool ok = false;

	if (r != NULL) {
		command = command_remove(
		    run->cycle, run->cycle->request->sources, root);
		ok = command.n > 0 &&
		    has_succeeded(trial_worker_find_points(worker, &command,
				      root, &run->campaign->remove_points, d),
			"removal", d);
	}
	root_copy_free(r, false);
	free(root);
	return ok;
}

static bool
find_points(struct campaign_run *run, struct diag *d)
{
	char *dir = file_in_directory(run, "count");
	struct trial_worker *worker = trial_worker_new(
	    run->cycle, dir, run->installed, NULL, d);
	bool ok;

	ok = worker != NULL && find_install_points(run, worker, d) &&
	    find_removal_points(run, worker, d);
	trial_worker_free(worker);
	free(dir);
	return ok;
}

static void
add_orders(
    struct campaign_run *run, enum trial_kind kind, size_t points, size_t every)
{
	size_t i;

	for (i = 1; i <= points; i += every) {
		run->orders = array_append_room(
		    run->orders, run->norders, sizeof(*run->orders));
		run->orders[run->norders++] = (struct trial_order){
		    .kind = kind, .number = i};
	}
}

static const struct fault_point *
point_of(const struct campaign_run *run, const struct trial_order *order)
{
	const struct fault_points *points = order->kind == TRIAL_REMOVE_TWICE
	    ? &run->campaign->remove_points
	    : &run->campaign->install_points;

	return &points->v[order->number - 1];
}

/* Points of the same system call in the same script tell about the same. */
static bool
are_similar(const struct campaign_run *run, const struct trial_order *a,
    const struct trial_order *b)
{
	const struct fault_point *x = point_of(run, a), *y = point_of(run, b);

	return a->kind == b->kind && x->after == y->after &&
	    strcmp(x->call, y->call) == 0 && strcmp(x->script, y->script) == 0;
}

static int
compare_orders(const void *a, const void *b)
{
	const struct trial_order *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* The most telling trials come first. */
static void
rank_orders(struct campaign_run *run)
{
	size_t i, k;

	for (i = 0; i < run->norders; i++)
		for (k = i; k-- > 0;)
			if (are_similar(
				run, &run->orders[k], &run->orders[i])) {
				run->orders[i].rank = run->orders[k].rank + 1;
				break;
			}
	qsort(run->orders, run->norders, sizeof(*run->orders), compare_orders);
}

static bool
is_time_over(const struct campaign_run *run)
{
	return run->deadline > 0 && monotonic_seconds() >= run->deadline;
}

static void
send_report(
    struct campaign_run *run, struct trial_report *r, const struct buf *text)
{
	(void)strncpy(r->text, buf_text(text), sizeof(r->text) - 1);
	if (!file_write_full(run->pipe[1], r, sizeof(*r)))
		_exit(1); /* the parent has ended */
}

static void
run_orders(struct campaign_run *run, size_t number)
{
	struct buf text = BUF_INIT;
	struct diag d = DIAG_INIT;
	struct trial_report r;
	char name[32], *dir;
	struct trial_worker *worker;
	size_t i;

	(void)snprintf(name, sizeof(name), "worker%zu", number);
	dir = file_in_directory(run, name);
	worker = trial_worker_new(
	    run->cycle, dir, run->installed, run->installed_state, &d);
	while (worker != NULL && !is_time_over(run) &&
	    (i = atomic_fetch_add(run->next_order, 1)) < run->norders) {
		r = (struct trial_report){.order = i};
		text.len = 0;
		buf_str(&text, "");
		r.result = trial_worker_try(
		    worker, run->orders[i].kind, run->orders[i].number, &text);
		send_report(run, &r, &text);
	}
	if (worker == NULL && d.n > 0) {
		r = (struct trial_report){
		    .order = 0, .result = TRIAL_SYSTEM_FAILED};
		buf_printf(&text, "%s: %s",
		    d.v[0].file == NULL ? "" : d.v[0].file, d.v[0].text);
		send_report(run, &r, &text);
	}
	trial_worker_free(worker);
	buf_free(&text);
	diag_free(&d);
	free(dir);
}

static bool
start_workers(struct campaign_run *run, size_t most, struct diag *d)
{
	pid_t pid;

	(void)fflush(NULL);
	while (run->nworkers < most) {
		pid = fork();
		if (pid == 0) {
			(void)signal(SIGINT, SIG_DFL);
			(void)signal(SIGHUP, SIG_DFL);
			close(run->pipe[0]);
			run_orders(run, run->nworkers);
			_exit(0);
		}
		if (pid == -1 && run->nworkers == 0) {
			diag_system(d, NULL, "cannot make a process");
			return false;
		}
		if (pid == -1)
			break;
		run->workers[run->nworkers++] = pid;
	}
	return true;
}

static void
add_lost_trial(struct campaign_run *run, const struct trial_report *r)
{
	const struct trial_order *order = &run->orders[r->order];
	struct fault_campaign *campaign = run->campaign;

	campaign->lost[order->kind]++;
	campaign->lost_trials = array_append_room(campaign->lost_trials,
	    campaign->nlost_trials, sizeof(*campaign->lost_trials));
	campaign->lost_trials[campaign->nlost_trials++] = (struct lost_trial){
	    .kind = order->kind,
	    .number = order->number,
	    .point = point_of(run, order),
	    .text = xstrdup(r->text)};
}

static void
handle_report(
    struct campaign_run *run, const struct trial_report *r, struct diag *d)
{
	if (r->result == TRIAL_SYSTEM_FAILED) {
		if (!run->has_failed)
			diag_add(d, SEVERITY_SYSTEM, NULL, 0, NULL, NULL, "%s",
			    r->text);
		run->has_failed = true;
		return;
	}
	run->campaign->tried[run->orders[r->order].kind]++;
	if (r->result == TRIAL_LOST)
		add_lost_trial(run, r);
}

/* Reads the reports of all workers until the last of them has ended. */
static void
collect_reports(struct campaign_run *run, struct diag *d)
{
	struct pollfd p = {.fd = run->pipe[0], .events = POLLIN};
	struct trial_report r;
	size_t done = 0;

	while (!run->has_failed &&
	    !(run->campaign->was_interrupted = is_interrupted())) {
		if (poll(&p, 1, POLL_MILLISECONDS) <= 0)
			continue;
		if (file_read_full(run->pipe[0], &r, sizeof(r)) !=
		    (ssize_t)sizeof(r))
			break;
		handle_report(run, &r, d);
		done++;
		if (run->plan->show_progress != NULL)
			run->plan->show_progress(run->plan->arg, done,
			    run->norders, run->campaign->nlost_trials);
	}
	if (!run->has_failed && is_time_over(run)) {
		run->campaign->left_out = run->norders - done;
		return;
	}
	if (done < run->norders && !run->has_failed &&
	    !run->campaign->was_interrupted) {
		diag_add(d, SEVERITY_SYSTEM, NULL, 0, NULL, NULL,
		    "a process of the trials has died");
		run->has_failed = true;
	}
}

static int
compare_lost_trials(const void *a, const void *b)
{
	const struct lost_trial *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static size_t
worker_count(const struct campaign_run *run)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t n = processors < 1 ? 1 : (size_t)processors;

	if (n > WORKERS_MAX)
		n = WORKERS_MAX;
	return n > run->norders ? run->norders : n;
}

static bool
run_workers(struct campaign_run *run, struct diag *d)
{
	size_t i;

	if (!process_pipe(run->pipe)) {
		diag_system(d, NULL, "cannot make a pipe");
		return false;
	}
	if (!start_workers(run, worker_count(run), d))
		run->has_failed = true;
	close(run->pipe[1]);
	collect_reports(run, d);
	for (i = 0; i < run->nworkers; i++) {
		/* what it traces dies with it */
		if (run->has_failed || run->campaign->was_interrupted)
			(void)kill(run->workers[i], SIGKILL);
		(void)process_wait(run->workers[i]);
	}
	close(run->pipe[0]);
	return !run->has_failed;
}

/* A counter that all processes share; NULL after a finding. */
static atomic_size_t *
new_shared_counter(struct diag *d)
{
	atomic_size_t *counter = mmap(NULL, sizeof(*counter),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (counter == MAP_FAILED) {
		diag_system(d, NULL, "no memory to share");
		return NULL;
	}
	atomic_init(counter, 0);
	return counter;
}

static bool
try_points(struct campaign_run *run, struct diag *d)
{
	struct fault_campaign *campaign = run->campaign;
	size_t every = run->plan->every;
	bool ok;

	if (!find_points(run, d))
		return false;
	add_orders(
	    run, TRIAL_INSTALL_THEN_REMOVE, campaign->install_points.n, every);
	add_orders(run, TRIAL_INSTALL_TWICE, campaign->install_points.n, every);
	add_orders(run, TRIAL_REMOVE_TWICE, campaign->remove_points.n, every);
	if (run->deadline > 0)
		rank_orders(run);
	ok = run->norders == 0 || run_workers(run, d);
	if (campaign->nlost_trials > 0)
		qsort(campaign->lost_trials, campaign->nlost_trials,
		    sizeof(*campaign->lost_trials), compare_lost_trials);
	return ok;
}

bool
fault_campaign_run(struct fault_campaign *campaign, const struct cycle *c,
    const struct fault_plan *plan, struct diag *d)
{
	struct campaign_run run = {
	    .campaign = campaign, .cycle = c, .plan = plan};
	double begin = monotonic_seconds();
	bool ok;

	if (plan->seconds > 0)
		run.deadline = begin + plan->seconds;

	*campaign = (struct fault_campaign){.lost_trials = NULL};
	run.installed = file_in_directory(&run, "installed");
	run.next_order = new_shared_counter(d);
	ok = run.next_order != NULL && try_points(&run, d);
	campaign->seconds = monotonic_seconds() - begin;
	if (run.next_order != NULL)
		(void)munmap(run.next_order, sizeof(*run.next_order));
	snapshot_free(run.installed_state);
	free(run.installed);
	free(run.orders);
	return ok;
}

void
fault_campaign_free(struct fault_campaign *campaign)
{
	size_t i;

	for (i = 0; i < campaign->nlost_trials; i++)
		free(campaign->lost_trials[i].text);
	free(campaign->lost_trials);
	fault_points_free(&campaign->install_points);
	fault_points_free(&campaign->remove_points);
	*campaign = (struct fault_campaign){.lost_trials = NULL};
}
