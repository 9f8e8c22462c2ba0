/*
 * Linux: a seccomp filter stops each call that may be a point, and nothing
 * else; ptrace(2) follows all processes and tells which one it is.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "cycle/faults.h"
#include "cycle/syscalls.h"
#include "cycle/tracee.h"

#define OPTIONS \
	(PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | \
	    PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | \
	    PTRACE_O_TRACESYSGOOD)

struct tracee {
	pid_t pid;
	bool known;              /* its parent's fork was seen */
	bool held;               /* stopped until then */
	bool opening;            /* the end of an open is to be seen */
	bool exempt;             /* belongs to no script */
	char *script;            /* NULL: not one */
	struct fault_point open; /* which open that is */
};

struct tracer {
	const struct fault_run *f;
	struct fault_result *result;
	struct diag *d;
	struct tracee *v;
	size_t n;
	pid_t first;
	bool begun;          /* the command runs */
	bool ending;         /* everybody is to die */
	struct stat program; /* the command's */
};

const char *
faults_unsupported(void)
{
	return NULL;
}

static struct tracee *
find(struct tracer *t, pid_t pid)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->v[i].pid == pid)
			return &t->v[i];
	return NULL;
}

static struct tracee *
add(struct tracer *t, pid_t pid)
{
	t->v = xreallocarray(t->v, t->n + 1, sizeof(*t->v));
	t->v[t->n] = (struct tracee){.pid = pid};
	return &t->v[t->n++];
}

static void
drop(struct tracer *t, struct tracee *p)
{
	free(p->script);
	free(p->open.path);
	*p = t->v[--t->n];
}

static void
resume(const struct tracee *p, int signal)
{
	/* one that was killed meanwhile is no error */
	(void)ptrace(p->opening ? PTRACE_SYSCALL : PTRACE_CONT, p->pid, NULL,
	    (void *)(intptr_t)signal);
}

/* Those that are made meanwhile are killed when they are first seen. */
static void
kill_all(struct tracer *t)
{
	size_t i;

	t->ending = true;
	for (i = 0; i < t->n; i++)
		(void)kill(t->v[i].pid, SIGKILL);
}

/* One more point; the caller's path is taken over. */
static void
pass(struct tracer *t, const struct tracee *p, const char *call, char *path,
    bool after)
{
	struct fault_points *list = t->f->points;

	t->result->passed++;
	if (list == NULL)
		free(path);
	else {
		if (list->n == list->size) {
			list->size = list->size == 0 ? 64 : list->size * 2;
			list->v = xreallocarray(
			    list->v, list->size, sizeof(*list->v));
		}
		list->v[list->n++] = (struct fault_point){
		    .script = xstrdup(p->script),
		    .call = call,
		    .path = path,
		    .after = after};
	}
	if (t->result->passed == t->f->kill_at) {
		t->result->end = FAULT_KILLED;
		kill_all(t);
	}
}

/* A call of a script is about to be made. */
static void
before_call(struct tracer *t, struct tracee *p)
{
	struct tracee_call call;
	char *path;

	if (p->script == NULL || !tracee_call(p->pid, &call))
		return;
	path = tracee_path(p->pid, &call, t->f->root);
	if (path == NULL)
		return;
	if (call.creates) {
		free(p->open.path);
		p->open.path = xstrdup(path);
		p->open.call = call.entry->name;
		p->opening = true;
	}
	pass(t, p, call.entry->name, path, false);
}

static void
after_open(struct tracer *t, struct tracee *p)
{
	char *path = p->open.path;

	p->opening = false;
	p->open.path = NULL;
	if (path != NULL && tracee_call_succeeded(p->pid))
		pass(t, p, p->open.call, path, true);
	else
		free(path);
}

static void
new_process(struct tracer *t, struct tracee *parent)
{
	const char *script = parent->script;
	bool exempt = parent->exempt;
	unsigned long pid;
	struct tracee *p;

	if (ptrace(PTRACE_GETEVENTMSG, parent->pid, NULL, &pid) == -1)
		return;
	p = find(t, (pid_t)pid);
	if (p == NULL) /* parent moves with the array */
		p = add(t, (pid_t)pid);
	p->known = true;
	p->exempt = exempt;
	p->script = script == NULL ? NULL : xstrdup(script);
	if (t->ending)
		(void)kill(p->pid, SIGKILL);
	if (p->held)
		resume(p, 0);
	p->held = false;
}

/* Scripts begin where something else than the command itself is run. */
static void
new_program(struct tracer *t, struct tracee *p)
{
	if (!t->begun)
		t->begun = true;
	else if (p->script == NULL && !p->exempt &&
	    !tracee_runs(p->pid, &t->program)) {
		p->script = tracee_script(p->pid);
		p->exempt = p->script == NULL;
	}
}

/* Stops that ptrace(2) makes; returns false when p has to wait. */
static bool
handle_event(struct tracer *t, struct tracee *p, int event, int signal)
{
	switch (event) {
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE: new_process(t, p); break;
	case PTRACE_EVENT_EXEC: new_program(t, p); break;
	case PTRACE_EVENT_SECCOMP: before_call(t, p); break;
	case PTRACE_EVENT_STOP:
		if (!p->known) {
			p->held = true;
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
	struct tracee *p = find(t, pid);

	if (p == NULL)
		p = add(t, pid);
	if (t->ending)
		(void)kill(pid, SIGKILL);
	if (event != 0) {
		if (!handle_event(t, p, event, signal) && !t->ending)
			return;
		signal = 0;
	} else if (signal == (SIGTRAP | 0x80)) {
		after_open(t, p);
		signal = 0;
	}
	p = find(t, pid);
	if (p != NULL)
		resume(p, signal);
}

static void
handle_end(struct tracer *t, pid_t pid, int status)
{
	struct tracee *p = find(t, pid);

	if (p != NULL)
		drop(t, p);
	if (pid != t->first)
		return;
	t->result->status = WIFEXITED(status) ? WEXITSTATUS(status)
					      : 128 + WTERMSIG(status);
	kill_all(t); /* whoever it has left behind */
}

static void
on_alarm(int signal)
{
	(void)signal; /* waitpid returns, that is enough */
}

static void
follow(struct tracer *t)
{
	time_t end = time(NULL) + (time_t)t->f->seconds;
	int status;
	pid_t pid;

	for (;;) {
		pid = waitpid(-1, &status, __WALL);
		if (pid == -1 && errno != EINTR)
			break;
		if (t->f->seconds > 0 && !t->ending && time(NULL) >= end) {
			t->result->end = FAULT_TIMEOUT;
			kill_all(t);
		}
		if (pid == -1)
			continue;
		if (WIFSTOPPED(status))
			handle_stop(t, pid, status);
		else
			handle_end(t, pid, status);
	}
}

/* With a timer that ticks, no signal is lost between a look and the wait. */
static void
follow_with_alarm(struct tracer *t)
{
	struct itimerval second = {{1, 0}, {1, 0}};
	struct itimerval none = {{0, 0}, {0, 0}};
	struct sigaction action = {.sa_handler = on_alarm}, old;

	(void)sigaction(SIGALRM, &action, &old);
	(void)setitimer(ITIMER_REAL, &second, NULL);
	follow(t);
	(void)setitimer(ITIMER_REAL, &none, NULL);
	(void)sigaction(SIGALRM, &old, NULL);
}

/* In the new process; returns only when something failed. */
static void
start(const struct fault_run *f, int go, int output,
    const struct sock_fprog *filter)
{
	char c;
	int null = open("/dev/null", O_RDONLY);

	(void)setsid();
	if (read(go, &c, 1) != 1 || null == -1 ||
	    dup2(null, STDIN_FILENO) == -1 ||
	    dup2(output, STDOUT_FILENO) == -1 ||
	    dup2(output, STDERR_FILENO) == -1)
		return;
	/* what root may do as he is, others may do without set-uid programs */
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter) == -1 &&
	    (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter) == -1)) {
		perror("seccomp");
		return;
	}
	execve(f->argv[0], f->argv, f->env);
	perror(f->argv[0]);
}

static bool
launch(struct tracer *t, int go[2], int output)
{
	struct sock_fprog filter = syscall_filter();
	struct tracee *p;

	t->first = fork();
	if (t->first == 0) {
		close(go[1]);
		start(t->f, go[0], output, &filter);
		_exit(127);
	}
	free(filter.filter);
	if (t->first == -1) {
		diag_system(t->d, NULL, "cannot make a process");
		return false;
	}
	p = add(t, t->first);
	p->known = true;
	if (ptrace(PTRACE_SEIZE, t->first, NULL, (void *)(intptr_t)OPTIONS) ==
	    -1) {
		diag_system(t->d, NULL, "cannot trace a process");
		(void)kill(t->first, SIGKILL);
		return false;
	}
	return write(go[1], "g", 1) == 1;
}

void
faults_run(
    const struct fault_run *f, struct fault_result *result, struct diag *d)
{
	struct tracer t = {.f = f, .result = result, .d = d};
	int go[2], output;

	*result = (struct fault_result){.end = FAULT_ENDED};
	output = open(
	    f->output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	/* so that nothing is left of orphans, either */
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	if (output == -1 || stat(f->argv[0], &t.program) == -1 ||
	    pipe2(go, O_CLOEXEC) == -1) {
		diag_system(
		    d, output == -1 ? f->output : f->argv[0], "cannot open");
		result->end = FAULT_IMPOSSIBLE;
	} else {
		if (!launch(&t, go, output))
			result->end = FAULT_IMPOSSIBLE;
		close(go[0]);
		close(go[1]);
		follow_with_alarm(&t);
	}
	(void)prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
	if (output != -1)
		close(output);
	while (t.n > 0)
		drop(&t, &t.v[0]);
	free(t.v);
}
