#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/command.h"
#include "os/own_path.h"
#include "root/exec_env.h"
#include "root/live.h"
#include "root/protect.h"
#include "run/exit_code.h"
#include "run/shell.h"

/* The work and what it is called with, for live_run. */
struct live_call {
	int (*work)(void *, const struct exec_env *);
	void *arg;
	struct exec_env place;
	const char *start;
};

int
exec_env_start_services(const struct exec_env *place, const char *command)
{
	int status;
	pid_t pid;

	if (command == NULL)
		return 0;
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		(void)execl(place->shell, "sh", "-c", command, (char *)NULL);
		perror(place->shell);
		_exit(127);
	}
	while (pid != -1 && waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	return pid != -1 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
call(void *arg)
{
	struct live_call *c = arg;

	/* what fails to start does so on a real system as well */
	(void)exec_env_start_services(&c->place, c->start);
	return c->work(c->arg, &c->place);
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

static int
run_live(const struct exec_env_options *options, struct live_call *c,
    const char *self, struct diag *d)
{
	struct live live = {
	    .root = options->root, .shell = c->place.shell_name, .self = self};
	int code;

	c->place.root = "/";
	c->place.alternate = false;
	c->place.shell = LIVE_SHELL;
	c->place.self = LIVE_SELF;
	c->place.temporary = LIVE_DIRECTORY;
	code = live_run(&live, call, c, d);
	return code < 0 ? EXIT_FATAL : code;
}

int
exec_env_run(const struct exec_env_options *options,
    int (*work)(void *, const struct exec_env *), void *arg, struct diag *d)
{
	char *self = own_program_path();
	char *shell = find_shell(options, d);
	struct live_call c = {
	    .work = work, .arg = arg, .start = options->start_command};
	int code = EXIT_FATAL;

	c.place = (struct exec_env){.root = options->root,
	    .alternate = true,
	    .privileged = geteuid() == 0,
	    .shell = shell,
	    .shell_name = shell,
	    .self = self,
	    .temporary = temporary_directory()};
	if (shell != NULL)
		code = options->live ? run_live(options, &c, self, d)
				     : protected_run(options->root,
					   c.place.temporary, call, &c, d);
	free(shell);
	free(self);
	return code;
}
