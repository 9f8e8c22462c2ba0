#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "cycle/live_session.h"
#include "cycle/service_watch.h"
#include "os/command.h"
#include "os/file.h"
#include "os/interrupt.h"
#include "os/process.h"
#include "rehearse/session.h"
#include "root/processes.h"
#include "run/admin_file.h"

#define PROCESSES_MAX     3000 /* bytes of the list of processes */
#define POLL_MILLISECONDS 500  /* after which Ctrl-C is noticed */
#define CLOSE_SECONDS     60   /* that an idle session may take to end */

/* How often processes are listed until two lists are alike: 3 seconds, 1. */
#define LIST_NANOSECONDS 40000000
#define LISTS_MAX        75
#define LISTS_FIRST_MAX  25

/* What the process is asked to do. */
struct order {
	enum stage stage;
	size_t source; /* index in the request */
};

/* What the process answers when a step has ended. */
struct reply {
	int status;
	char processes[PROCESSES_MAX];
};

struct live_session {
	pid_t pid;
	int steps, replies; /* our ends of pipes */
	unsigned seconds;   /* that a step may take */
	bool is_busy;       /* a step did not end */
	struct reply last;
};

/* The other end: what the process works with. */
struct session_process {
	const struct cycle *c;
	int steps, replies;
	struct exec_env_options env_options;
	struct run_options options;
	struct add_request *add;          /* for each source */
	struct add_session **add_session; /* likewise */
	struct admin *admin;
	int states; /* of services, as service_watch_begin takes it */
};

/* Removes the packages that are installed, in the reverse order. */
static int
run_remove(struct session_process *p, const struct cycle_source *source,
    const struct exec_env *where)
{
	struct remove_request m = {
	    .names = xcalloc(source->nnames, sizeof(*m.names))};
	char *path;
	size_t i;
	int status;

	for (i = source->nnames; i-- > 0;) {
		path = xasprintf("/var/sadm/pkg/%s/pkginfo", source->names[i]);
		if (access(path, F_OK) == 0)
			m.names[m.nnames++] = source->names[i];
		free(path);
	}
	status = remove_session_run(&p->options, &m, p->admin, NULL, where);
	free(m.names);
	return status;
}

static int
run_stage(struct session_process *p, const struct order *order,
    const struct exec_env *where)
{
	const struct cycle_request *q = p->c->request;

	switch (order->stage) {
	case STAGE_START: return exec_env_start_services(where, q->start);
	case STAGE_INSTALL:
	case STAGE_UPDATE:
		return add_session_run(p->add_session[order->source], where);
	case STAGE_REFUSE:
	case STAGE_REMOVE:
		return run_remove(p, &q->sources[order->source], where);
	default: return COMMAND_FAILED;
	}
}

/*
 * Lists the processes once they are those of expected, since the timer of a
 * script may outlive it by a second, or after three seconds.  Without expected
 * (NULL), once two lists are the same, or after one second.  The caller frees.
 */
static char *
wait_for_stable_processes(const char *expected)
{
	const struct timespec pause = {.tv_nsec = LIST_NANOSECONDS};
	int i, most = expected == NULL ? LISTS_FIRST_MAX : LISTS_MAX;
	char *list = processes_list(), *next;
	bool same = false;

	for (i = 0; i < most && !same; i++) {
		(void)nanosleep(&pause, NULL);
		next = processes_list();
		same = strcmp(expected == NULL ? list : expected, next) == 0;
		free(list);
		list = next;
	}
	return list;
}

/* Runs in the root: each stage that is read, until the pipe is closed. */
static int
run_stages(void *arg, const struct exec_env *where)
{
	struct session_process *p = arg;
	struct reply reply;
	struct order order;
	char *list, *first = NULL;
	bool ok = true;
	pid_t watch;

	while (ok &&
	    file_read_full(p->steps, &order, sizeof(order)) ==
		(ssize_t)sizeof(order)) {
		watch = service_watch_begin(p->states, first);
		reply = (struct reply){.status = run_stage(p, &order, where)};
		service_watch_end(watch);
		(void)fflush(NULL);
		list = wait_for_stable_processes(first);
		(void)strncpy(
		    reply.processes, list, sizeof(reply.processes) - 1);
		if (first == NULL)
			first = list;
		else
			free(list);
		ok = file_write_full(p->replies, &reply, sizeof(reply));
	}
	free(first);
	return 0;
}

static bool
redirect(const char *output)
{
	int null = open("/dev/null", O_RDONLY);
	int out = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	return null != -1 && out != -1 && dup2(null, STDIN_FILENO) != -1 &&
	    dup2(out, STDOUT_FILENO) != -1 && dup2(out, STDERR_FILENO) != -1;
}

/* Reads the packages of every source; false after findings. */
static bool
prepare_sources(struct session_process *p, struct diag *d)
{
	const struct cycle_request *q = p->c->request;
	const struct cycle_source *s;
	int code;
	size_t i;

	p->add = xcalloc(q->nsources, sizeof(*p->add));
	p->add_session = xcalloc(q->nsources, sizeof(struct add_session *));
	for (i = 0; i < q->nsources; i++) {
		s = &q->sources[i];
		p->add[i] = (struct add_request){.source = s->path,
		    .names = s->names,
		    .nnames = s->nnames,
		    .admin = p->c->admin,
		    .response = q->response};
		p->add_session[i] = add_session_prepare(
		    &p->env_options, &p->options, &p->add[i], NULL, &code, d);
		if (p->add_session[i] == NULL)
			return false;
	}
	return true;
}

static void
free_sources(struct session_process *p)
{
	size_t i;

	for (i = 0; i < p->c->request->nsources; i++)
		add_session_free(p->add_session[i]);
	free(p->add_session);
	free(p->add);
}

/* Opens what a detailed request wants to have written. */
static void
open_records(struct session_process *p)
{
	const struct cycle *c = p->c;

	if (c->times != NULL)
		p->options.times = fopen(c->times, "ae");
	p->states = c->states == NULL
	    ? -1
	    : open(c->states, O_WRONLY | O_APPEND | O_CLOEXEC);
}

/* Reads all that is needed of the host, and then enters the root. */
static void
enter_root(struct session_process *p, const char *root, const char *temporary)
{
	const struct cycle_request *q = p->c->request;
	struct diag d = DIAG_INIT;

	p->env_options = (struct exec_env_options){.root = root,
	    .live = true,
	    .shell = q->shell,
	    .tools = q->tools,
	    .protection = q->protection,
	    .network = q->network};
	p->options = (struct run_options){.unattended = true,
	    .unprotected = q->protection == PROTECTION_NONE,
	    .out = stdout,
	    .err = stderr};
	(void)setenv("TMPDIR", temporary, 1);
	open_records(p);
	p->admin = admin_load(p->c->admin, root, &d);
	if (p->admin != NULL) {
		if (prepare_sources(p, &d))
			(void)exec_env_run(
			    &p->env_options, NULL, run_stages, p, &d);
		free_sources(p);
	}
	admin_free(p->admin);
	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
}

/*
 * The new process, which does not return.  It leads a process group, with
 * which it can be killed.
 */
static void
run_process(struct session_process *p, const char *root, const char *output)
{
	char *temporary = xasprintf("%s/tmp", p->c->request->dir);

	(void)setsid();
	if (redirect(output))
		enter_root(p, root, temporary);
	(void)fflush(NULL);
	_exit(0);
}

static void
close_pipe(int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

/* Both pipes, or none; false with errno. */
static bool
open_pipes(int steps[2], int replies[2])
{
	if (!process_pipe(steps))
		return false;
	if (process_pipe(replies))
		return true;
	close_pipe(steps);
	return false;
}

struct live_session *
live_session_open(
    const struct cycle *c, const char *root, const char *output, struct diag *d)
{
	struct session_process p = {.c = c};
	struct live_session *s;
	int steps[2], replies[2];
	pid_t pid;

	if (!open_pipes(steps, replies)) {
		diag_system(d, NULL, "cannot make a pipe");
		return NULL;
	}
	(void)fflush(NULL);
	pid = fork();
	if (pid == -1) {
		diag_system(d, NULL, "cannot make a process");
		close_pipe(steps);
		close_pipe(replies);
		return NULL;
	}
	if (pid == 0) {
		close(steps[1]);
		close(replies[0]);
		p.steps = steps[0];
		p.replies = replies[1];
		run_process(&p, root, output);
	}
	close(steps[0]);
	close(replies[1]);
	s = xcalloc(1, sizeof(*s));
	*s = (struct live_session){.pid = pid,
	    .steps = steps[1],
	    .replies = replies[0],
	    .seconds = c->request->seconds};
	return s;
}

/* Waits until there is a reply; false when time is over, or interrupted. */
static bool
wait_for_reply(const struct live_session *s)
{
	struct pollfd p = {.fd = s->replies, .events = POLLIN};
	double end = monotonic_seconds() + s->seconds;

	while (poll(&p, 1, POLL_MILLISECONDS) <= 0)
		if (is_interrupted() || monotonic_seconds() >= end)
			return false;
	return true;
}

int
live_session_step(struct live_session *s, enum stage stage, size_t source)
{
	struct order order;

	memset(&order, 0, sizeof(order)); /* it is written with its padding */
	order.stage = stage;
	order.source = source;
	(void)signal(SIGPIPE, SIG_IGN);
	if (!file_write_full(s->steps, &order, sizeof(order)))
		return COMMAND_FAILED;
	s->is_busy = !wait_for_reply(s);
	if (s->is_busy)
		return COMMAND_TIMEOUT;
	if (file_read_full(s->replies, &s->last, sizeof(s->last)) !=
	    (ssize_t)sizeof(s->last))
		return COMMAND_FAILED;
	return s->last.status;
}

const char *
live_session_processes(const struct live_session *s)
{
	return s->last.processes;
}

void
live_session_close(struct live_session *s)
{
	if (s == NULL)
		return;
	close(s->steps);
	close(s->replies);
	/* one that waits in a script does not see that the pipe is closed */
	if (s->is_busy)
		(void)kill(-s->pid, SIGKILL);
	(void)process_wait_limited(s->pid, CLOSE_SECONDS, is_interrupted);
	free(s);
}
