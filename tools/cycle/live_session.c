#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "cycle/live_session.h"
#include "os/command.h"
#include "os/file.h"
#include "os/interrupt.h"
#include "os/process.h"
#include "rehearse/session.h"
#include "root/processes.h"
#include "run/admin_file.h"
#include "run/script.h"

#define POLL_MILLISECONDS 500      /* milliseconds between looks for Ctrl-C */
#define LIST_NANOSECONDS  40000000 /* nanoseconds between two lists */
#define LISTS_MAX         75       /* lists, in all 3 seconds */
#define LISTS_FIRST_MAX   25

struct reply {
	int status;
	char processes[PROCESSES_MAX];
};

struct live_session {
	pid_t pid;
	int orders, replies; /* our ends of pipes */
	struct reply last;
};

/* In the process that holds the root. */
struct session_process {
	const struct cycle *c;
	int orders, replies;
	struct exec_env_options env_options;
	struct run_options options;
	struct add_request add;
	struct add_session *add_session;
	struct admin *admin;
};

/* What is installed, the last one first. */
static int
run_remove(struct session_process *r, const struct exec_env *place)
{
	const struct cycle_request *q = r->c->request;
	struct remove_request m = {
	    .names = xcalloc(q->nnames, sizeof(*m.names))};
	char *path;
	size_t i;
	int status;

	for (i = q->nnames; i-- > 0;) {
		path = xasprintf("/var/sadm/pkg/%s/pkginfo", q->names[i]);
		if (access(path, F_OK) == 0)
			m.names[m.nnames++] = q->names[i];
		free(path);
	}
	status = remove_session_run(&r->options, &m, r->admin, NULL, place);
	free(m.names);
	return status;
}

static int
run_order(
    struct session_process *r, enum stage stage, const struct exec_env *place)
{
	switch (stage) {
	case STAGE_START:
		return exec_env_start_services(place, r->c->request->start);
	case STAGE_INSTALL: return add_session_run(r->add_session, place);
	case STAGE_REMOVE: return run_remove(r, place);
	default: return COMMAND_FAILED;
	}
}

/*
 * Once they are the usual ones: a script's timer may outlive it by a second.
 * What is there for longer stays.  Without usual ones, once nothing is just
 * beginning or ending.  The caller frees.
 */
static char *
wait_for_stable_processes(const char *usual)
{
	const struct timespec pause = {.tv_nsec = LIST_NANOSECONDS};
	char *list = processes_list(), *again;
	bool same = false;
	int i;

	for (i = 0; i < (usual == NULL ? LISTS_FIRST_MAX : LISTS_MAX) && !same;
	     i++) {
		(void)nanosleep(&pause, NULL);
		again = processes_list();
		same = strcmp(usual == NULL ? list : usual, again) == 0;
		free(list);
		list = again;
	}
	return list;
}

/* Runs in the root: one step for each order, until the pipe is closed. */
static int
serve_orders(void *arg, const struct exec_env *place)
{
	struct session_process *r = arg;
	struct reply reply;
	enum stage stage;
	char *list, *usual = NULL;

	while (file_read_full(r->orders, &stage, sizeof(stage)) ==
	    (ssize_t)sizeof(stage)) {
		reply = (struct reply){.status = run_order(r, stage, place)};
		(void)fflush(NULL);
		list = wait_for_stable_processes(usual);
		(void)strncpy(
		    reply.processes, list, sizeof(reply.processes) - 1);
		if (stage == STAGE_START && usual == NULL)
			usual = list;
		else
			free(list);
		if (!file_write_full(r->replies, &reply, sizeof(reply)))
			break;
	}
	free(usual);
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

/* All of the host that is needed is read before the root is entered. */
static void
enter_root(struct session_process *r, const char *root, const char *temporary)
{
	const struct cycle_request *q = r->c->request;
	struct diag d = DIAG_INIT;
	int code;

	r->env_options = (struct exec_env_options){
	    .root = root, .live = true, .shell = q->shell};
	r->options = (struct run_options){
	    .unattended = true, .out = stdout, .err = stderr};
	r->add = (struct add_request){.source = q->source,
	    .names = q->names,
	    .nnames = q->nnames,
	    .admin = r->c->admin,
	    .response = q->response};
	(void)setenv("TMPDIR", temporary, 1);
	r->admin = admin_load(r->c->admin, root, &d);
	r->add_session = r->admin == NULL
	    ? NULL
	    : add_session_prepare(
		  &r->env_options, &r->options, &r->add, NULL, &code, &d);
	if (r->add_session != NULL)
		(void)exec_env_run(&r->env_options, serve_orders, r, &d);
	add_session_free(r->add_session);
	admin_free(r->admin);
	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
}

static void
run_process(const struct cycle *c, const char *root, const char *output,
    int orders, int replies)
{
	struct session_process r = {
	    .c = c, .orders = orders, .replies = replies};
	char *temporary = xasprintf("%s/tmp", c->request->dir);

	(void)setsid();
	if (redirect(output))
		enter_root(&r, root, temporary);
	(void)fflush(NULL);
	_exit(0);
}

struct live_session *
live_session_open(
    const struct cycle *c, const char *root, const char *output, struct diag *d)
{
	struct live_session *r = xcalloc(1, sizeof(*r));
	int orders[2], replies[2];

	r->orders = r->replies = -1;
	if (!process_pipe(orders)) {
		diag_system(d, NULL, "cannot make a pipe");
		live_session_close(r);
		return NULL;
	}
	if (!process_pipe(replies))
		replies[0] = replies[1] = -1;
	(void)fflush(NULL);
	r->pid = replies[0] == -1 ? -1 : fork();
	if (r->pid == 0) {
		close(orders[1]);
		close(replies[0]);
		run_process(c, root, output, orders[0], replies[1]);
	}
	close(orders[0]);
	if (replies[1] != -1)
		close(replies[1]);
	r->orders = orders[1];
	r->replies = replies[0];
	if (r->pid != -1)
		return r;
	diag_system(d, NULL, "cannot make a process");
	live_session_close(r);
	return NULL;
}

int
live_session_step(struct live_session *r, enum stage stage)
{
	struct pollfd p = {.fd = r->replies, .events = POLLIN};
	double end = monotonic_seconds() + STEP_SECONDS;
	int ready = 0;

	(void)signal(SIGPIPE, SIG_IGN);
	if (!file_write_full(r->orders, &stage, sizeof(stage)))
		return COMMAND_FAILED;
	while (ready <= 0) {
		if (is_interrupted() || monotonic_seconds() >= end)
			return COMMAND_TIMEOUT;
		ready = poll(&p, 1, POLL_MILLISECONDS);
	}
	if (file_read_full(r->replies, &r->last, sizeof(r->last)) !=
	    (ssize_t)sizeof(r->last))
		return COMMAND_FAILED;
	return r->last.status;
}

const char *
live_session_processes(const struct live_session *r)
{
	return r->last.processes;
}

void
live_session_close(struct live_session *r)
{
	if (r == NULL)
		return;
	if (r->orders != -1)
		close(r->orders);
	if (r->replies != -1)
		close(r->replies);
	if (r->pid > 0) {
		/* one that hangs in a script does not look for orders */
		if (is_interrupted())
			(void)kill(-r->pid, SIGKILL);
		(void)process_wait(r->pid);
	}
	free(r);
}
