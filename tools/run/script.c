#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/file.h"
#include "run/script.h"
#include "target/fs_ops.h"

/* Set by a signal handler, which can reach nothing else. */
static volatile sig_atomic_t signal_seen;

static void
on_signal(int sig)
{
	signal_seen = sig;
}

void
catch_interrupts(void)
{
	struct sigaction action = {
	    .sa_handler = on_signal, .sa_flags = SA_RESTART};

	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGHUP, &action, NULL);
}

bool
is_interrupted(void)
{
	return signal_seen != 0;
}

const char *
script_plain_user(const struct run *r)
{
	static const char *const names[] = {"install", "noaccess", "nobody"};
	uid_t uid;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (target_user(r->target, names[i], &uid))
			return names[i];
	return NULL;
}

/* Standard input of the script; -1 on failure. */
static int
open_input(struct run *r, const struct script *s, char **name)
{
	int fd;

	if (s->input == INPUT_CALLER) {
		fd = isatty(STDIN_FILENO) ? open("/dev/tty", O_RDONLY) : -1;
		return fd == -1 ? dup(STDIN_FILENO) : fd;
	}
	if (s->input == INPUT_NONE)
		return open("/dev/null", O_RDONLY);
	*name = xasprintf("%s/listXXXXXX", r->temp);
	fd = mkstemp(*name);
	if (fd != -1 &&
	    (!file_write_full(fd, buf_text(s->list), s->list->len) ||
		lseek(fd, 0, SEEK_SET) == -1)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* In the child: the script's output tells why there will be none. */
static void
give_up(const struct script *s, const char *what)
{
	(void)dprintf(STDERR_FILENO, "%s cannot be run as %s: %s: %s\n",
	    s->name, s->user == NULL ? "root" : s->user, what, strerror(errno));
	_exit(EXIT_INTERNAL);
}

/* An ordinary user cannot become anybody else, and need not. */
static void
become(struct run *r, const struct script *s)
{
	const char *user = s->user;
	gid_t gid;
	uid_t uid;

	if (geteuid() != 0 || !r->target->chowns)
		return;
	if (target_group(r->target, "other", &gid) && setgid(gid) == -1)
		give_up(s, "setgid");
	if (user == NULL || !target_user(r->target, user, &uid) || uid == 0)
		return;
	if (setgroups(1, &gid) == -1 || setuid(uid) == -1)
		give_up(s, "setuid");
}

static void
reset_signals(void)
{
	int sig;

	for (sig = 1; sig < NSIG; sig++)
		(void)signal(sig, SIG_DFL);
}

/* In the child: never returns. */
static void
execute(struct run *r, const struct script *s, int in, int out)
{
	const char *argv[5] = {"/sbin/sh"};
	int n = 1;

	reset_signals();
	if (r->options->shell_trace)
		argv[n++] = "-x";
	argv[n++] = s->path;
	argv[n++] = s->arg;
	argv[n] = NULL;
	if (dup2(in, STDIN_FILENO) == -1 || dup2(out, STDOUT_FILENO) == -1 ||
	    dup2(out, STDERR_FILENO) == -1)
		_exit(EXIT_INTERNAL);
	if (chdir(s->dir) == -1)
		give_up(s, s->dir);
	if (in > STDERR_FILENO)
		close(in);
	if (out > STDERR_FILENO)
		close(out);
	become(r, s);
	(void)execve(
	    r->shell->program, (char *const *)(uintptr_t)argv, r->env->v);
	give_up(s, r->shell->program);
}

static int
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	if (is_interrupted())
		return EXIT_INTERRUPTED;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
start(struct run *r, const struct script *s, int in)
{
	struct trace_script *note;
	pid_t pid;
	int out, status;

	note = trace_begin(r->trace, r, s);
	out = note == NULL ? STDOUT_FILENO : trace_output(note);
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0)
		execute(r, s, in, out);
	if (pid == -1)
		return -1;
	if (note != NULL)
		trace_copy_output(note, pid);
	status = wait_for(pid);
	trace_end(note, status);
	return status;
}

int
script_run(struct run *r, const struct script *s)
{
	char *name = NULL;
	int in = open_input(r, s, &name);
	int status = -1;

	if (in == -1)
		log_error(r, "%s gets no input: %s", s->name, strerror(errno));
	else {
		status = start(r, s, in);
		close(in);
	}
	if (name != NULL)
		(void)unlink(name);
	free(name);
	return status;
}
