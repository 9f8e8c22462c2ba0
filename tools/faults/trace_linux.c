/*
 * Follows processes with ptrace(2).
 */
#include <errno.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "faults/follow_linux.h"
#include "faults/tracee_linux.h"
#include "os/process.h"

#define OPTIONS \
	(PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | \
	    PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | \
	    PTRACE_O_TRACESYSGOOD)

/* A process of the command. */
struct tracee {
	pid_t pid;
	bool is_known;   /* the event of its parent's fork was handled */
	bool is_held;    /* stopped until it is known */
	bool is_opening; /* is to stop after its call, an open */
	bool is_exempt;  /* descends from `sh -c' */
	char *script;    /* name of its script; NULL: in none */
	struct fault_point open; /* the open of is_opening */
};

struct tracer {
	struct followed *run;
	struct tracee *v;
	size_t n, size;
	bool has_begun; /* the command was executed */
};

static struct tracee *
find_tracee(struct tracer *t, pid_t pid)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->v[i].pid == pid)
			return &t->v[i];
	return NULL;
}

static struct tracee *
add_tracee(struct tracer *t, pid_t pid)
{
	/* not array_append_room: the array also shrinks */
	t->v = array_room(t->v, t->n, &t->size, sizeof(*t->v));
	t->v[t->n] = (struct tracee){.pid = pid};
	return &t->v[t->n++];
}

static void
remove_tracee(struct tracer *t, struct tracee *p)
{
	/* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): the last one moves */
	free(p->script);
	free(p->open.path);
	*p = t->v[--t->n];
}

static void
resume_tracee(const struct tracee *p, int signal)
{
	/* fails when it was killed meanwhile */
	(void)ptrace(p->is_opening ? PTRACE_SYSCALL : PTRACE_CONT, p->pid, NULL,
	    (void *)(intptr_t)signal);
}

/* A process that is forked meanwhile is killed when it first stops. */
static void
kill_all(struct tracer *t)
{
	size_t i;

	t->run->is_ending = true;
	for (i = 0; i < t->n; i++)
		(void)kill(t->v[i].pid, SIGKILL);
}

static void
record_point(struct tracer *t, const struct tracee *p, const char *call,
    char *path, bool after)
{
	if (!t->run->is_ending &&
	    !followed_point(t->run, p->script, call, path, after))
		kill_all(t);
}

/* Information about the stop of the process, if it is of this kind. */
static bool
get_info(pid_t pid, int kind, struct __ptrace_syscall_info *info)
{
	return ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(*info), info) > 0 &&
	    info->op == kind;
}

/* The process is stopped before a system call that may be a fault point. */
static void
stopped_before_call(struct tracer *t, struct tracee *p)
{
	struct __ptrace_syscall_info info;
	struct tracee_call call;
	uint64_t args[6];
	char *path;

	if (p->script == NULL || t->run->is_ending ||
	    !get_info(p->pid, PTRACE_SYSCALL_INFO_SECCOMP, &info))
		return;
	memcpy(args, info.seccomp.args, sizeof(args));
	if (!tracee_call(p->pid, (long)info.seccomp.nr, args, &call))
		return;
	path = tracee_path(p->pid, &call, t->run->f->root);
	if (path == NULL)
		return;
	if (call.creates) {
		free(p->open.path);
		p->open.path = xstrdup(path);
		p->open.call = call.entry->name;
		p->is_opening = true;
	}
	record_point(t, p, call.entry->name, path, false);
}

static void
stopped_after_open(struct tracer *t, struct tracee *p)
{
	struct __ptrace_syscall_info info;
	char *path = p->open.path;

	p->is_opening = false;
	p->open.path = NULL;
	if (path != NULL && !t->run->is_ending &&
	    get_info(p->pid, PTRACE_SYSCALL_INFO_EXIT, &info) &&
	    !info.exit.is_error)
		record_point(t, p, p->open.call, path, true);
	else
		free(path);
}

static void
new_process(struct tracer *t, struct tracee *parent)
{
	const char *script = parent->script;
	bool is_exempt = parent->is_exempt;
	unsigned long pid;
	struct tracee *p;

	if (ptrace(PTRACE_GETEVENTMSG, parent->pid, NULL, &pid) == -1)
		return;
	p = find_tracee(t, (pid_t)pid);
	if (p == NULL) /* parent moves with the array */
		p = add_tracee(t, (pid_t)pid);
	p->is_known = true;
	p->is_exempt = is_exempt;
	p->script = script == NULL ? NULL : xstrdup(script);
	if (t->run->is_ending)
		(void)kill(p->pid, SIGKILL);
	if (p->is_held)
		resume_tracee(p, 0);
	p->is_held = false;
}

/* A script begins where another program than the command's is executed. */
static void
new_program(struct tracer *t, struct tracee *p)
{
	if (!t->has_begun)
		t->has_begun = true;
	else if (p->script == NULL && !p->is_exempt &&
	    !tracee_runs(p->pid, &t->run->program)) {
		p->script = tracee_script(p->pid);
		p->is_exempt = p->script == NULL;
	}
}

/* Handles a stop of ptrace(2); false when p must not be resumed yet. */
static bool
handle_event(struct tracer *t, struct tracee *p, int event, int signal)
{
	switch (event) {
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE: new_process(t, p); break;
	case PTRACE_EVENT_EXEC: new_program(t, p); break;
	case PTRACE_EVENT_SECCOMP: stopped_before_call(t, p); break;
	case PTRACE_EVENT_STOP:
		if (!p->is_known) {
			p->is_held = true;
			return false;
		}
		if (signal != SIGTRAP) { /* stopped by a signal */
			(void)ptrace(PTRACE_LISTEN, p->pid, NULL, NULL);
			return false;
		}
		break;
	}
	return true;
}

static void
handle_stop(struct tracer *t, pid_t pid, int status)
{
	int signal = WSTOPSIG(status), event = status >> 16;
	struct tracee *p = find_tracee(t, pid);

	if (p == NULL)
		p = add_tracee(t, pid);
	if (t->run->is_ending)
		(void)kill(pid, SIGKILL);
	if (event != 0) {
		if (!handle_event(t, p, event, signal) && !t->run->is_ending)
			return;
		signal = 0;
	} else if (signal == (SIGTRAP | 0x80)) {
		stopped_after_open(t, p);
		signal = 0;
	}
	p = find_tracee(t, pid);
	if (p != NULL)
		resume_tracee(p, signal);
}

static void
handle_end(struct tracer *t, pid_t pid, int status)
{
	struct tracee *p = find_tracee(t, pid);

	if (p != NULL)
		remove_tracee(t, p);
	if (pid != t->run->first)
		return;
	t->run->result->status = WIFEXITED(status) ? WEXITSTATUS(status)
						   : 128 + WTERMSIG(status);
	kill_all(t); /* the processes that it has left running */
}

static void
on_alarm(int signal)
{
	(void)signal; /* it interrupts waitpid(2) */
}

static void
trace_to_end(struct tracer *t)
{
	int status;
	pid_t pid;

	for (;;) {
		pid = waitpid(-1, &status, __WALL);
		if (pid == -1 && errno != EINTR)
			break;
		if (followed_is_late(t->run))
			kill_all(t);
		if (pid == -1)
			continue;
		if (WIFSTOPPED(status))
			handle_stop(t, pid, status);
		else
			handle_end(t, pid, status);
	}
}

/* An alarm interrupts waitpid(2) every second to check the time limit. */
static void
trace_with_alarm(struct tracer *t)
{
	struct itimerval second = {{1, 0}, {1, 0}};
	struct itimerval none = {{0, 0}, {0, 0}};
	struct sigaction action = {.sa_handler = on_alarm}, old;

	(void)sigaction(SIGALRM, &action, &old);
	(void)setitimer(ITIMER_REAL, &second, NULL);
	trace_to_end(t);
	(void)setitimer(ITIMER_REAL, &none, NULL);
	(void)sigaction(SIGALRM, &old, NULL);
}

/* In the new process: waits for the tracer. */
static const char *
enter(int channel)
{
	char c;

	if (read(channel, &c, 1) != 1)
		return "tracer";
	return filter_set_up(SECCOMP_RET_TRACE, false, 0) == -1 ? "seccomp"
								: NULL;
}

static bool
follow(struct followed *run, int channel)
{
	struct tracer t = {.run = run};
	bool ok = ptrace(PTRACE_SEIZE, run->first, NULL,
		      (void *)(intptr_t)OPTIONS) == 0;

	if (!ok) {
		diag_system(run->d, NULL, "cannot trace a process");
		(void)kill(run->first, SIGKILL);
		return false;
	}
	add_tracee(&t, run->first)->is_known = true;
	ok = write(channel, "g", 1) == 1;
	trace_with_alarm(&t);
	while (t.n > 0)
		remove_tracee(&t, &t.v[0]);
	free(t.v);
	return ok;
}

/* Tries it with a process that does nothing. */
static bool
is_possible(void)
{
	int ends[2], error;
	bool can;
	pid_t pid;

	if (!process_pipe(ends))
		return false;
	pid = fork();
	if (pid == 0) {
		char c;

		close(ends[1]);
		(void)!read(ends[0], &c, 1);
		_exit(0);
	}
	can = pid > 0 &&
	    ptrace(PTRACE_SEIZE, pid, NULL, (void *)(intptr_t)OPTIONS) == 0;
	error = errno;
	close(ends[0]);
	close(ends[1]);
	if (pid > 0) {
		(void)kill(pid, SIGKILL);
		(void)process_wait(pid);
	}
	errno = error;
	return can;
}

const struct follower trace_follower = {
    .is_possible = is_possible,
    .enter = enter,
    .follow = follow,
};
