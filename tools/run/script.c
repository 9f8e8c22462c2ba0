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
#include "base/words.h"
#include "os/confine.h"
#include "os/file.h"
#include "os/interrupt.h"
#include "os/process.h"
#include "run/script.h"
#include "run/script_owners.h"
#include "run/script_times.h"

/* Of every Solaris; for a root whose etc/group lacks it. */
#define GROUP_OTHER 1

#define ERRORS_MAX  (1024u * 1024) /* bytes of standard error that are shown */

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
 * Opens a file with the list of a class action script; -1 on failure.  *name
 * becomes its path, which is to be removed afterwards; the caller frees.
 */
static int
open_list(struct context *ctx, const struct script *s, char **name)
{
	int fd;

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

	if (!ctx->target->privileged)
		return;
	(void)target_group(ctx->target, "other", &gid);
	if (setgid(gid) == -1)
		exit_unrun(s, "setgid");
	if (user == NULL || !target_user(ctx->target, user, &uid) || uid == 0)
		return;
	if (setgroups(1, &gid) == -1 || setuid(uid) == -1)
		exit_unrun(s, "setuid");
}

/*
 * In the child: the standard input of a script that gets no list.  The devices
 * are those that the script sees.
 */
static int
open_input(const struct script *s)
{
	int fd = -1;

	if (s->input == INPUT_NONE)
		return open("/dev/null", O_RDONLY);
	if (isatty(STDIN_FILENO))
		fd = open("/dev/tty", O_RDONLY);
	return fd == -1 ? dup(STDIN_FILENO) : fd;
}

static void
reset_signals(void)
{
	int sig;

	for (sig = 1; sig < NSIG; sig++)
		(void)signal(sig, SIG_DFL);
}

/*
 * In the child: runs the script instead of us; never returns.  list is its
 * standard input, or -1; out and errors are its outputs.
 */
static void
execute(
    struct context *ctx, const struct script *s, int list, int out, int errors)
{
	const struct script_view *view = &ctx->shell->options.view;
	const char *argv[5] = {"/sbin/sh"}, *failed;
	int n = 1;

	reset_signals();
	if (ctx->options->shell_trace)
		argv[n++] = "-x";
	argv[n++] = s->path;
	argv[n++] = s->arg;
	argv[n] = NULL;
	if (dup2(out, STDOUT_FILENO) == -1 || dup2(errors, STDERR_FILENO) == -1)
		_exit(EXIT_INTERNAL);
	if (view->enter != NULL && (failed = view->enter(view->arg)) != NULL)
		exit_unrun(s, failed);
	if (dup2(list == -1 ? open_input(s) : list, STDIN_FILENO) == -1)
		exit_unrun(s, "standard input");
	if (chdir(s->dir) == -1)
		exit_unrun(s, s->dir);
	failed = ctx->target->privileged ? NULL : script_owners_begin();
	if (failed != NULL)
		(void)dprintf(STDERR_FILENO,
		    "warning: this host lets no script change owners: %s: %s\n",
		    failed, strerror(errno));
	failed = ctx->options->unprotected ? NULL : confine_script();
	if (failed != NULL)
		exit_unrun(s, failed);
	become_user(ctx, s);
	(void)execve(ctx->shell->options.program,
	    (char *const *)(uintptr_t)argv, ctx->env->v);
	exit_unrun(s, ctx->shell->options.program);
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

/*
 * Opens a file for what the script writes to standard error, so that services
 * which it starts can go on writing; -1 where it must be seen at once.
 */
static int
open_errors(struct context *ctx, const struct script *s)
{
	char *path;
	int fd;

	if (s->input == INPUT_CALLER || ctx->trace != NULL)
		return -1;
	path = xasprintf("%s/errorsXXXXXX", ctx->shell->dir);
	fd = mkostemp(path, O_APPEND | O_CLOEXEC);
	if (fd != -1)
		(void)unlink(path);
	free(path);
	return fd;
}

static void
print_errors(
    struct context *ctx, const struct script *s, const struct buf *text)
{
	struct slice rest = {buf_text(text), text->len}, line;
	char *copy, *shown, *p;

	log_error(ctx, "%s" SCRIPT_ERRORS_TITLE, s->name);
	while (line_next(&rest, &line)) {
		copy = slice_dup(line);
		for (p = copy; (p = strchr(p, '\t')) != NULL; p++)
			*p = ' ';
		shown = text_printable(copy);
		log_error(ctx, "    %s", shown);
		free(shown);
		free(copy);
	}
}

/* Shows what is in the file, looks for missing commands, and closes it. */
static void
report_errors(struct context *ctx, const struct script *s, int fd)
{
	char *calls = xasprintf("%s/" SHELL_CALLS, ctx->shell->dir);
	struct buf text = BUF_INIT;
	char part[8192];
	ssize_t n = 0;

	if (fd != -1 && lseek(fd, 0, SEEK_SET) == 0)
		while (text.len < ERRORS_MAX &&
		    (n = file_read_full(fd, part, sizeof(part))) > 0)
			buf_add(&text, part, (size_t)n);
	if (text.len > 0) {
		print_errors(ctx, s, &text);
		missing_commands_find(&ctx->missing, s, buf_text(&text));
	}
	if (n > 0)
		log_error(ctx, "    ... and more");
	missing_commands_read(&ctx->missing, s, calls);
	if (fd != -1)
		close(fd);
	buf_free(&text);
	free(calls);
}

static int
start_and_wait(struct context *ctx, const struct script *s, int list)
{
	struct trace_script *traced;
	int out, errors, status;
	pid_t pid;

	traced = trace_script_begin(ctx->trace, ctx, s);
	out = traced == NULL ? STDOUT_FILENO : trace_script_output(traced);
	errors = open_errors(ctx, s);
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0)
		execute(ctx, s, list, out, errors == -1 ? out : errors);
	if (traced != NULL && pid != -1)
		trace_script_copy_output(traced, pid);
	status = pid == -1 ? -1 : wait_for_script(pid);
	if (ctx->shell->options.view.leave != NULL)
		ctx->shell->options.view.leave();
	target_read_accounts(ctx->target);
	report_errors(ctx, s, errors);
	trace_script_end(traced, status);
	return status;
}

/* Notes when the script ran, if that is wanted. */
static void
note_time(
    const struct context *ctx, const struct script *s, double begin, int status)
{
	struct script_time t = {
	    .package = ctx->instance == NULL ? ctx->package : ctx->instance,
	    .name = s->name,
	    .status = status,
	    .begin = begin,
	    .end = monotonic_seconds()};

	if (ctx->options->times != NULL)
		script_times_append(ctx->options->times, &t);
}

int
script_run(struct context *ctx, const struct script *s)
{
	char *name = NULL;
	int list = s->input == INPUT_LIST ? open_list(ctx, s, &name) : -1;
	double begin = monotonic_seconds();
	int status = -1;

	if (list == -1 && s->input == INPUT_LIST)
		log_error(
		    ctx, "%s gets no input: %s", s->name, strerror(errno));
	else
		status = start_and_wait(ctx, s, list);
	note_time(ctx, s, begin, status);
	if (list != -1)
		close(list);
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
