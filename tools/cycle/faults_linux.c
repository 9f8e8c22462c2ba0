/*
 * A seccomp filter stops a process before each system call that may be a fault
 * point, and before no other; ptrace(2) follows all processes and says which
 * call it is.
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

#include "base/array.h"
#include "base/mem.h"
#include "cycle/faults.h"
#include "cycle/syscalls_linux.h"
#include "cycle/tracee_linux.h"
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
	const struct fault_run *f;
	struct fault_result *result;
	struct diag *d;
	struct tracee *v;
	size_t n, size;
	pid_t first;
	bool has_begun;      /* the command was executed */
	bool is_ending;      /* all processes are being killed */
	struct stat program; /* the command's program */
};

const char *
faults_unsupported(void)
{
	return syscalls_are_known() ? NULL
				    : "the system calls of this processor are "
				      "not known, so no fault point is seen";
}

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

	t->is_ending = true;
	for (i = 0; i < t->n; i++)
		(void)kill(t->v[i].pid, SIGKILL);
}

/*
 * Counts a fault point, adds it to the list, if any, and kills all processes if
 * it is the chosen one.  Takes path over.
 */
static void
record_point(struct tracer *t, const struct tracee *p, const char *call,
    char *path, bool after)
{
	struct fault_points *list = t->f->points;

	t->result->passed++;
	if (list == NULL)
		free(path);
	else {
		list->v = array_append_room(list->v, list->n, sizeof(*list->v));
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

/* The process is stopped before a system call that may be a fault point. */
static void
stopped_before_call(struct tracer *t, struct tracee *p)
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
		p->is_opening = true;
	}
	record_point(t, p, call.entry->name, path, false);
}

static void
stopped_after_open(struct tracer *t, struct tracee *p)
{
	char *path = p->open.path;

	p->is_opening = false;
	p->open.path = NULL;
	if (path != NULL && tracee_call_succeeded(p->pid))
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
	if (t->is_ending)
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
	    !tracee_runs(p->pid, &t->program)) {
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
	if (t->is_ending)
		(void)kill(pid, SIGKILL);
	if (event != 0) {
		if (!handle_event(t, p, event, signal) && !t->is_ending)
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
	if (pid != t->first)
		return;
	t->result->status = WIFEXITED(status) ? WEXITSTATUS(status)
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
	double end = monotonic_seconds() + t->f->seconds;
	int status;
	pid_t pid;

	for (;;) {
		pid = waitpid(-1, &status, __WALL);
		if (pid == -1 && errno != EINTR)
			break;
		if (t->f->seconds > 0 && !t->is_ending &&
		    monotonic_seconds() >= end) {
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

/*
 * In the new process: waits for a byte from go, when it is traced, and executes
 * the command.  Returns only when something failed.
 */
static void
execute(const struct fault_run *f, int go, int output,
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
	/* an ordinary user must give up set-user-ID programs for a filter */
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
start_command(struct tracer *t, int go[2], int output)
{
	struct sock_fprog filter = syscall_filter();
	struct tracee *p;

	t->first = fork();
	if (t->first == 0) {
		close(go[1]);
		execute(t->f, go[0], output, &filter);
		_exit(127);
	}
	free(filter.filter);
	if (t->first == -1) {
		diag_system(t->d, NULL, "cannot make a process");
		return false;
	}
	p = add_tracee(t, t->first);
	p->is_known = true;
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
	/* orphans become children of this process, which kills them */
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	if (output == -1 || stat(f->argv[0], &t.program) == -1 ||
	    !process_pipe(go)) {
		diag_system(
		    d, output == -1 ? f->output : f->argv[0], "cannot open");
		result->end = FAULT_IMPOSSIBLE;
	} else {
		if (!start_command(&t, go, output))
			result->end = FAULT_IMPOSSIBLE;
		close(go[0]);
		close(go[1]);
		trace_with_alarm(&t);
	}
	(void)prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
	if (output != -1)
		close(output);
	while (t.n > 0)
		remove_tracee(&t, &t.v[0]);
	free(t.v);
}
