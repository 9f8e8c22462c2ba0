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
#include "os/confine.h"
#include "os/file.h"
#include "os/interrupt.h"
#include "os/process.h"
#include "run/script.h"

/* Of every Solaris; for a root whose etc/group lacks it. */
#define GROUP_OTHER 1

const char *
script_unprivileged_user(const struct context *ctx)
{
	static const char *const names[] = {"install", "noaccess", "nobody"};
	uid_t uid;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (target_user(ctx->target, names[i], &uid))
			return names[i];
	return NULL;
}

/*
 * Opens the standard input of the script; -1 on failure.  *name becomes the
 * file that is to be removed afterwards, if there is one; the caller frees.
 */
static int
open_input(struct context *ctx, const struct script *s, char **name)
{
	int fd;

	if (s->input == INPUT_CALLER) {
		fd = isatty(STDIN_FILENO) ? open("/dev/tty", O_RDONLY) : -1;
		return fd == -1 ? dup(STDIN_FILENO) : fd;
	}
	if (s->input == INPUT_NONE)
		return open("/dev/null", O_RDONLY);
	*name = xasprintf("%s/listXXXXXX", ctx->temp_dir);
	fd = mkstemp(*name);
	if (fd != -1 &&
	    (!file_write_full(fd, buf_text(s->list), s->list->len) ||
		lseek(fd, 0, SEEK_SET) == -1)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* In the child: says in the script's output why it does not run. */
static void
exit_unrun(const struct script *s, const char *what)
{
	(void)dprintf(STDERR_FILENO, "%s cannot be run as %s: %s: %s\n",
	    s->name, s->user == NULL ? "root" : s->user, what, strerror(errno));
	_exit(EXIT_INTERNAL);
}

/* An ordinary user runs every script under the own account. */
static void
become_user(struct context *ctx, const struct script *s)
{
	const char *user = s->user;
	gid_t gid = GROUP_OTHER;
	uid_t uid;

	if (geteuid() != 0 || !ctx->target->chowns)
		return;
	(void)target_group(ctx->target, "other", &gid);
	if (setgid(gid) == -1)
		exit_unrun(s, "setgid");
	if (user == NULL || !target_user(ctx->target, user, &uid) || uid == 0)
		return;
	if (setgroups(1, &gid) == -1 || setuid(uid) == -1)
		exit_unrun(s, "setuid");
}

static void
reset_signals(void)
{
	int sig;

	for (sig = 1; sig < NSIG; sig++)
		(void)signal(sig, SIG_DFL);
}

/* In the child: runs the script instead of us; never returns. */
static void
execute(struct context *ctx, const struct script *s, int in, int out)
{
	const char *argv[5] = {"/sbin/sh"}, *failed;
	int n = 1;

	reset_signals();
	if (ctx->options->shell_trace)
		argv[n++] = "-x";
	argv[n++] = s->path;
	argv[n++] = s->arg;
	argv[n] = NULL;
	if (dup2(in, STDIN_FILENO) == -1 || dup2(out, STDOUT_FILENO) == -1 ||
	    dup2(out, STDERR_FILENO) == -1)
		_exit(EXIT_INTERNAL);
	if (chdir(s->dir) == -1)
		exit_unrun(s, s->dir);
	failed = ctx->options->unprotected ? NULL : confine_script();
	if (failed != NULL)
		exit_unrun(s, failed);
	become_user(ctx, s);
	(void)execve(
	    ctx->shell->program, (char *const *)(uintptr_t)argv, ctx->env->v);
	exit_unrun(s, ctx->shell->program);
}

static int
wait_for_script(pid_t pid)
{
	int status;

	if (!process_wait_status(pid, &status))
		return -1;
	if (is_interrupted())
		return EXIT_INTERRUPTED;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
start_and_wait(struct context *ctx, const struct script *s, int in)
{
	struct trace_script *traced;
	pid_t pid;
	int out, status;

	traced = trace_script_begin(ctx->trace, ctx, s);
	out = traced == NULL ? STDOUT_FILENO : trace_script_output(traced);
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0)
		execute(ctx, s, in, out);
	if (pid == -1)
		return -1;
	if (traced != NULL)
		trace_script_copy_output(traced, pid);
	status = wait_for_script(pid);
	trace_script_end(traced, status);
	return status;
}

int
script_run(struct context *ctx, const struct script *s)
{
	char *name = NULL;
	int in = open_input(ctx, s, &name);
	int status = -1;

	if (in == -1)
		log_error(
		    ctx, "%s gets no input: %s", s->name, strerror(errno));
	else {
		status = start_and_wait(ctx, s, in);
		close(in);
	}
	if (name != NULL)
		(void)unlink(name);
	free(name);
	return status;
}

int
run_procedure_script(
    struct context *ctx, const char *name, const char *variable)
{
	char *below = xasprintf("install/%s", name);
	char *path = target_package(ctx->target, ctx->instance, below);
	struct script s = {.name = name,
	    .path = path,
	    .dir = ctx->script_dir,
	    .input = INPUT_NONE};
	int code = 0;

	if (access(path, F_OK) == 0) {
		log_info(ctx, "## Running %s.", name);
		if (env_get(ctx->env, "NONABI_SCRIPTS") != NULL)
			s.input = INPUT_CALLER;
		env_set(ctx->env, variable, name);
		code = check_script_status(ctx, script_run(ctx, &s), name);
	}
	free(path);
	free(below);
	return code;
}
