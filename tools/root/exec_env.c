#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/command.h"
#include "os/confine.h"
#include "os/own_path.h"
#include "os/owner.h"
#include "os/process.h"
#include "root/exec_env.h"
#include "root/live.h"
#include "root/sandbox.h"
#include "run/exit_code.h"
#include "run/script_owners.h"
#include "run/shell.h"
#include "target/target.h"

#define EXIT_UNPROTECTED 98 /* of our own child: the work was not done */

/* The work and what it is called with. */
struct exec_call {
	const struct exec_env_options *options;
	const struct exec_env_directories *directories;
	int (*work)(void *, const struct exec_env *);
	void *arg;
	struct exec_env env;
	struct diag *d;
};

/* In the child; never returns. */
static void
execute_command(const struct exec_env *env, const char *command)
{
	const struct shell_options *o = &env->scripts;
	const char *failed = o->view.enter == NULL ? NULL
						   : o->view.enter(o->view.arg);

	if (failed == NULL && !env->privileged)
		(void)script_owners_begin(); /* each script says it */
	if (failed == NULL && !env->unconfined)
		failed = confine_script();
	if (failed == NULL) {
		(void)execl(o->program, "sh", "-c", command, (char *)NULL);
		failed = o->program;
	}
	perror(failed);
	_exit(127);
}

int
exec_env_start_services(const struct exec_env *env, const char *command)
{
	int status;
	pid_t pid;

	if (command == NULL)
		return 0;
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0)
		execute_command(env, command);
	if (pid == -1 || !process_wait_status(pid, &status))
		return -1;
	if (env->scripts.view.leave != NULL)
		env->scripts.view.leave();
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
run_work(void *arg)
{
	struct exec_call *c = arg;

	/* a service that does not start is no error on a real system either */
	(void)exec_env_start_services(&c->env, c->options->start_command);
	return c->work(c->arg, &c->env);
}

/* The shell as a path of the host; the caller frees; NULL: findings. */
static char *
find_shell(const struct exec_env_options *options, struct diag *d)
{
	char *path = options->shell == NULL ? shell_find()
					    : command_find(options->shell);
	char *real = path == NULL ? NULL : realpath(path, NULL);

	if (real == NULL)
		diag_error(d, options->shell, 0, NULL, "no such shell");
	free(path);
	return real;
}

/* The directory as an absolute path; the caller frees; NULL: none. */
static char *
find_tools(const struct exec_env_options *options, struct diag *d)
{
	char *real = options->tools == NULL ? NULL
					    : realpath(options->tools, NULL);

	if (options->tools != NULL && real == NULL)
		diag_system(d, options->tools, "no such directory");
	return real;
}

static void
refuse_missing(const struct exec_call *c, const char *missing)
{
	diag_error(c->d, c->options->root, 0, "docs/sandbox.md",
	    "nothing was run: --untrusted needs protection that this host "
	    "cannot give: %s",
	    missing);
}

/*
 * Judges what of the protection the host cannot give.  It is known only when
 * the work was done, so for PROTECTION_COMPLETE a run without work comes first.
 */
static bool
accept_missing(const struct exec_call *c, const char *missing)
{
	if (missing == NULL || *missing == '\0')
		return true;
	if (c->options->protection == PROTECTION_COMPLETE) {
		refuse_missing(c, missing + 1);
		return false;
	}
	diag_warn(c->d, c->options->root, 0, "docs/sandbox.md",
	    "this host cannot protect from scripts in all respects; "
	    "missing:%s",
	    missing);
	return true;
}

static int
run_nothing(void *arg)
{
	(void)arg;
	return 0;
}

static int
run_live(struct exec_call *c, int (*work)(void *))
{
	struct shell_options *scripts = &c->env.scripts;
	struct live live = {.root = c->options->root,
	    .shell = scripts->name,
	    .self = scripts->self,
	    .tools = scripts->tools,
	    .network = c->options->network};
	char *missing;
	int code;

	c->env.root = "/";
	c->env.alternate = false;
	scripts->program = LIVE_SHELL;
	scripts->self = LIVE_SELF;
	if (scripts->tools != NULL)
		scripts->tools = LIVE_TOOLS;
	scripts->within = LIVE_DIRECTORY;
	scripts->view = (struct script_view){.enter = live_enter_script,
	    .leave = live_leave_script,
	    .arg = &live};
	code = live_run(&live, work, c, &missing, c->d);
	if (code < 0 || !accept_missing(c, missing))
		code = EXIT_ADMINISTRATION;
	free(missing);
	return code;
}

static int
refuse(const struct exec_call *c, const char *why)
{
	diag_error(c->d, c->options->root, 0, "docs/sandbox.md",
	    "nothing was run: the host cannot be protected from scripts (%s); "
	    "--unprotected runs them",
	    why);
	return EXIT_ADMINISTRATION;
}

/* Without namespaces: the host's files can at least not be written to. */
static int
run_with_landlock(struct exec_call *c, int (*work)(void *), const char *why)
{
	const char *writable[] = {c->options->root, "/tmp", "/var/tmp",
	    c->env.scripts.within, c->directories->unpacked, NULL};
	const char *failed;
	int status = PROCESS_FAILED;
	pid_t pid;

	if (c->options->protection == PROTECTION_COMPLETE) {
		refuse_missing(c, why);
		return EXIT_ADMINISTRATION;
	}
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		adopt_descendants();
		failed = confine_writes(writable);
		status = failed != NULL ? EXIT_UNPROTECTED : work(c);
		(void)fflush(NULL);
		kill_descendants();
		_exit(status);
	}
	if (pid != -1)
		status = process_wait(pid);
	if (status == EXIT_UNPROTECTED || status == PROCESS_FAILED)
		return refuse(c, why);
	diag_warn(c->d, c->options->root, 0, "docs/sandbox.md",
	    "only the contents of the host's files were protected from "
	    "scripts: %s",
	    why);
	return status;
}

static int
run_alternate(struct exec_call *c, int (*work)(void *))
{
	const char *readable[] = {c->env.scripts.self, c->env.scripts.program,
	    NULL, NULL, NULL},
		   **next = readable + 2;
	const char *writable[] = {c->directories->unpacked, NULL};
	char *cwd = getcwd(NULL, 0), *why, *missing;
	struct sandbox s = {.root = c->options->root,
	    .readable = readable,
	    .writable = writable,
	    .cwd = cwd,
	    .network = c->options->network};
	int code;

	if (c->directories->packages != NULL)
		*next++ = c->directories->packages;
	*next = c->env.scripts.tools;
	code = sandbox_run(&s, work, c, &why, &missing);
	if (code == SANDBOX_FAILED)
		code = refuse(c, why);
	else if (code == SANDBOX_REFUSED)
		code = run_with_landlock(c, work, why);
	else if (!accept_missing(c, missing))
		code = EXIT_ADMINISTRATION;
	free(missing);
	free(why);
	free(cwd);
	return code;
}

static bool
is_root(const struct exec_env_options *options, struct diag *d)
{
	int fd = target_open_root(options->root, d);

	if (fd != -1)
		close(fd);
	return fd != -1;
}

static int
run_protected(struct exec_call *c)
{
	int (*run)(struct exec_call *,
	    int (*)(void *)) = c->options->live ? run_live : run_alternate;
	struct exec_env env = c->env;

	if (c->options->protection == PROTECTION_COMPLETE &&
	    run(c, run_nothing) != 0)
		return EXIT_ADMINISTRATION;
	c->env = env;
	return run(c, run_work);
}

int
exec_env_run(const struct exec_env_options *options,
    const struct exec_env_directories *directories,
    int (*work)(void *, const struct exec_env *), void *arg, struct diag *d)
{
	static const struct exec_env_directories none = {NULL, NULL};
	char *self = own_program_path();
	char *shell = find_shell(options, d);
	char *tools = find_tools(options, d);
	char *awk = shell_find_awk();
	struct exec_call c = {.options = options,
	    .directories = directories == NULL ? &none : directories,
	    .work = work,
	    .arg = arg,
	    .d = d};
	int code = EXIT_FATAL;

	c.env = (struct exec_env){.root = options->root,
	    .alternate = true,
	    .privileged = owner_is_free(),
	    .unconfined = options->protection == PROTECTION_NONE,
	    .scripts = {.program = shell,
		.name = shell,
		.self = self,
		.tools = tools,
		.awk = awk,
		.within = temporary_directory()}};
	if (shell != NULL && (tools != NULL || options->tools == NULL) &&
	    is_root(options, d))
		code = options->protection == PROTECTION_NONE && !options->live
		    ? run_work(&c)
		    : run_protected(&c);
	free(awk);
	free(tools);
	free(shell);
	free(self);
	return code;
}

static int
do_nothing(void *arg, const struct exec_env *env)
{
	(void)arg, (void)env;
	return 0;
}

bool
exec_env_probe(const struct exec_env_options *options, struct diag *d)
{
	struct exec_env_options only_environment = *options;

	only_environment.start_command = NULL;
	return exec_env_run(&only_environment, NULL, do_nothing, NULL, d) == 0;
}
