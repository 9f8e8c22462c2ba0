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
#include "cycle/fault_orders.h"
#include "os/file.h"
#include "os/interrupt.h"
#include "os/process.h"

#define WORKERS_MAX       8
#define POLL_MILLISECONDS 500 /* after which Ctrl-C is noticed */

/*
 * Trials that a worker makes after one run of a tool that is cut at all of
 * their points: many, since that run takes as long as a trial, but no more than
 * the states of which fit into memory, and so few that all workers have some.
 */
#define BLOCK_MAX   64
#define BLOCK_MIN   4
#define BLOCK_NODES 500000
#define BLOCKS_EACH 8

/* What a worker writes to the pipe after a trial, in one piece. */
struct trial_report {
	size_t order; /* index of the order */
	enum trial_result result;
	char text[900]; /* what was lost, or why the system failed */
};

_Static_assert(sizeof(struct trial_report) <= 4096, "PIPE_BUF of Linux");

/* A campaign while it runs; each worker process takes the next orders. */
struct campaign_run {
	struct fault_campaign *campaign;
	const struct cycle *cycle;
	const struct fault_plan *plan;
	double deadline; /* monotonic; 0: none */
	struct trial_states states;
	struct snapshot *base, *installed; /* of the states */
	struct fault_orders orders;
	size_t block;              /* orders that are taken at once */
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

/* The store, and the state without the packages. */
static bool
keep_base(struct campaign_run *run, struct diag *d)
{
	char *dir = file_in_directory(run, "contents");

	run->states.store = state_store_open(dir, NULL, d);
	free(dir);
	if (run->states.store != NULL)
		run->base = state_store_keep(run->states.store,
		    run->cycle->base, run->cycle->base_state, d);
	run->states.base = run->base;
	return run->base != NULL;
}

/* The fault points of both tools, and the state with the packages. */
static bool
find_points(struct campaign_run *run, struct diag *d)
{
	struct fault_campaign *campaign = run->campaign;
	char *dir = file_in_directory(run, "count");
	struct trial_worker *worker = trial_worker_new(
	    run->cycle, dir, &run->states, d);
	struct snapshot *removed = NULL;

	if (worker != NULL)
		run->installed = trial_worker_find_points(
		    worker, CUT_INSTALL, &campaign->install_points, d);
	run->states.installed = run->installed;
	if (run->installed != NULL)
		removed = trial_worker_find_points(
		    worker, CUT_REMOVE, &campaign->remove_points, d);
	trial_worker_free(worker);
	free(dir);
	snapshot_free(removed);
	return removed != NULL;
}

static bool
is_time_over(const struct campaign_run *run)
{
	return run->deadline > 0 && monotonic_seconds() >= run->deadline;
}

/* Is a worker to take no other trial? */
static bool
has_to_stop(const struct campaign_run *run)
{
	return is_interrupted() || is_time_over(run);
}

static void
send_report(struct campaign_run *run, const struct trial_order *order,
    enum trial_result result, const struct buf *text)
{
	struct trial_report r = {
	    .order = (size_t)(order - run->orders.v), .result = result};

	(void)strncpy(r.text, buf_text(text), sizeof(r.text) - 1);
	if (!file_write_full(run->pipe[1], &r, sizeof(r)))
		_exit(1); /* the parent has ended */
}

/* For findings about no trial; the order does not matter. */
static void
send_failure(struct campaign_run *run, const struct diag *d)
{
	struct buf text = BUF_INIT;

	if (d->n > 0)
		buf_printf(&text, "%s%s%s",
		    d->v[0].file == NULL ? "" : d->v[0].file,
		    d->v[0].file == NULL ? "" : ": ", d->v[0].text);
	send_report(run, run->orders.v, TRIAL_SYSTEM_FAILED, &text);
	buf_free(&text);
}

/* Cuts the tool of the orders, which are sorted, at the points of all. */
static bool
cut(struct trial_worker *worker, struct trial_order *const *orders, size_t n,
    struct diag *d)
{
	size_t *numbers = xcalloc(n, sizeof(*numbers)), count = 0, i;
	bool ok;

	for (i = 0; i < n; i++)
		if (count == 0 || numbers[count - 1] != orders[i]->number)
			numbers[count++] = orders[i]->number;
	ok = trial_worker_cut(
	    worker, trial_kind_tool(orders[0]->kind), numbers, count, d);
	free(numbers);
	return ok;
}

/* Makes the trials of sorted orders for the same tool, while there is time. */
static bool
run_orders(struct campaign_run *run, struct trial_worker *worker,
    struct trial_order *const *orders, size_t n, struct diag *d)
{
	struct buf text = BUF_INIT;
	enum trial_result result;
	size_t i;

	if (!cut(worker, orders, n, d))
		return false;
	for (i = 0; i < n && !has_to_stop(run); i++) {
		text.len = 0;
		buf_str(&text, "");
		result = trial_worker_try(
		    worker, orders[i]->kind, orders[i]->number, &text);
		/* an interrupt is no result */
		if (!is_interrupted())
			send_report(run, orders[i], result, &text);
	}
	buf_free(&text);
	return true;
}

/* Makes the trials of a block that begins with the order of this index. */
static bool
run_block(struct campaign_run *run, struct trial_worker *worker, size_t first,
    struct diag *d)
{
	struct trial_order **orders = xcalloc(run->block, sizeof(*orders));
	size_t n = 0, begin, end;
	bool ok = true;

	while (n < run->block && first + n < run->orders.n) {
		orders[n] = &run->orders.v[first + n];
		n++;
	}
	trial_orders_sort_by_point(orders, n);
	for (begin = 0; ok && begin < n && !has_to_stop(run); begin = end) {
		end = begin + 1;
		while (end < n &&
		    trial_kind_tool(orders[end]->kind) ==
			trial_kind_tool(orders[begin]->kind))
			end++;
		ok = run_orders(run, worker, orders + begin, end - begin, d);
	}
	free(orders);
	return ok;
}

static void
run_worker(struct campaign_run *run, size_t number)
{
	struct diag d = DIAG_INIT;
	char name[32], *dir;
	struct trial_worker *worker;
	bool ok;
	size_t i;

	(void)snprintf(name, sizeof(name), "worker%zu", number);
	dir = file_in_directory(run, name);
	worker = trial_worker_new(run->cycle, dir, &run->states, &d);
	ok = worker != NULL;
	while (ok && !has_to_stop(run) &&
	    (i = atomic_fetch_add(run->next_order, run->block)) < run->orders.n)
		ok = run_block(run, worker, i, &d);
	if (!ok && !is_interrupted())
		send_failure(run, &d);
	trial_worker_free(worker);
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
			close(run->pipe[0]);
			run_worker(run, run->nworkers);
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
add_lost_trial(
    struct campaign_run *run, const struct trial_order *order, const char *text)
{
	struct fault_campaign *campaign = run->campaign;

	campaign->lost[order->kind]++;
	campaign->lost_trials = array_append_room(campaign->lost_trials,
	    campaign->nlost_trials, sizeof(*campaign->lost_trials));
	campaign->lost_trials[campaign->nlost_trials++] = (struct lost_trial){
	    .kind = order->kind,
	    .number = order->number,
	    .point = order->point,
	    .text = xstrdup(text)};
}

/* Notes the trial; text says what was lost, or is NULL. */
static bool
record_trial(struct campaign_run *run, const struct trial_order *order,
    const char *text, struct diag *d)
{
	if (run->plan->record == NULL ||
	    fault_record_add(run->plan->record, run->plan->mode, order, text))
		return true;
	diag_system(d, NULL, "cannot write the file for --resume");
	return false;
}

static void
handle_report(
    struct campaign_run *run, const struct trial_report *r, struct diag *d)
{
	struct trial_order *order = &run->orders.v[r->order];
	const char *lost = r->result == TRIAL_LOST ? r->text : NULL;

	if (r->result == TRIAL_SYSTEM_FAILED) {
		diag_add(
		    d, SEVERITY_SYSTEM, NULL, 0, NULL, NULL, "%s", r->text);
		run->has_failed = true;
		return;
	}
	order->is_done = true;
	run->campaign->tried[order->kind]++;
	run->campaign->repeated += r->result == TRIAL_REPEATED;
	run->campaign->in_place += r->result == TRIAL_RECOVERED_IN_PLACE;
	if (lost != NULL)
		add_lost_trial(run, order, lost);
	run->has_failed = !record_trial(run, order, lost, d);
}

/* Takes the orders out that the record has, with their results. */
static void
take_recorded(struct campaign_run *run)
{
	struct fault_orders *orders = &run->orders;
	const char *lost;
	size_t i, n = 0;

	for (i = 0; i < orders->n; i++) {
		if (!fault_record_find(run->plan->record, run->plan->mode,
			&orders->v[i], &lost)) {
			orders->v[n++] = orders->v[i];
			continue;
		}
		run->campaign->recorded++;
		run->campaign->tried[orders->v[i].kind]++;
		if (lost != NULL)
			add_lost_trial(run, &orders->v[i], lost);
	}
	orders->n = n;
}

static void
leave_out(struct fault_campaign *campaign, const struct trial_order *order)
{
	struct left_out_trials *v = campaign->left_out_by_script;
	size_t i = 0, n = campaign->nscripts_left_out;

	campaign->left_out++;
	campaign->kinds_left_out += order->rank == 0;
	while (i < n && strcmp(v[i].script, order->point->script) != 0)
		i++;
	if (i == n) {
		v = array_append_room(v, n, sizeof(*v));
		v[n] = (struct left_out_trials){order->point->script, 0};
		campaign->nscripts_left_out++;
	}
	v[i].n++;
	campaign->left_out_by_script = v;
}

/* Notes what there was no time for. */
static void
leave_out_rest(struct campaign_run *run)
{
	size_t i;

	for (i = 0; i < run->orders.n; i++)
		if (!run->orders.v[i].is_done)
			leave_out(run->campaign, &run->orders.v[i]);
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
			    run->orders.n, run->campaign->nlost_trials);
	}
	if (!run->has_failed && is_time_over(run)) {
		leave_out_rest(run);
		return;
	}
	if (done < run->orders.n && !run->has_failed &&
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
	return n > run->orders.n ? run->orders.n : n;
}

static size_t
block_size(const struct campaign_run *run, size_t workers)
{
	size_t n = run->orders.n / (workers * BLOCKS_EACH);

	if (n > BLOCK_NODES / run->installed->n)
		n = BLOCK_NODES / run->installed->n;
	if (n > BLOCK_MAX)
		n = BLOCK_MAX;
	return n < BLOCK_MIN ? BLOCK_MIN : n;
}

static bool
run_workers(struct campaign_run *run, struct diag *d)
{
	size_t i, workers = worker_count(run);

	run->block = block_size(run, workers);
	if (!process_pipe(run->pipe)) {
		diag_system(d, NULL, "cannot make a pipe");
		return false;
	}
	if (!start_workers(run, workers, d))
		run->has_failed = true;
	close(run->pipe[1]);
	collect_reports(run, d);
	for (i = 0; i < run->nworkers; i++) {
		/* it ends what it has started */
		if (run->has_failed || run->campaign->was_interrupted)
			(void)kill(run->workers[i], SIGINT);
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
	const struct fault_points *install = &campaign->install_points;
	size_t every = run->plan->every;
	bool ok;

	if (!keep_base(run, d) || !find_points(run, d))
		return false;
	fault_orders_add(
	    &run->orders, TRIAL_INSTALL_THEN_REMOVE, install, every);
	fault_orders_add(&run->orders, TRIAL_INSTALL_TWICE, install, every);
	fault_orders_add(
	    &run->orders, TRIAL_REMOVE_TWICE, &campaign->remove_points, every);
	if (run->plan->record != NULL)
		take_recorded(run);
	fault_orders_sort(&run->orders, run->deadline > 0);
	ok = run->orders.n == 0 || run_workers(run, d);
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
	run.next_order = new_shared_counter(d);
	ok = run.next_order != NULL && try_points(&run, d);
	campaign->seconds = monotonic_seconds() - begin;
	if (run.next_order != NULL)
		(void)munmap(run.next_order, sizeof(*run.next_order));
	snapshot_free(run.base);
	snapshot_free(run.installed);
	state_store_close(run.states.store);
	fault_orders_free(&run.orders);
	return ok;
}

void
fault_campaign_free(struct fault_campaign *campaign)
{
	size_t i;

	for (i = 0; i < campaign->nlost_trials; i++)
		free(campaign->lost_trials[i].text);
	free(campaign->lost_trials);
	free(campaign->left_out_by_script);
	fault_points_free(&campaign->install_points);
	fault_points_free(&campaign->remove_points);
	*campaign = (struct fault_campaign){.lost_trials = NULL};
}
