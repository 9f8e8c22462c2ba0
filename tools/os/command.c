#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "os/command.h"
#include "os/interrupt.h"
#include "os/process.h"

static void
start(char *const *argv, char *const *env, int output)
{
	int null = open("/dev/null", O_RDONLY);

	(void)setsid();
	if (null == -1 || dup2(null, STDIN_FILENO) == -1 ||
	    dup2(output, STDOUT_FILENO) == -1 ||
	    dup2(output, STDERR_FILENO) == -1)
		return;
	execve(argv[0], argv, env);
	perror(argv[0]);
}

int
command_run(char *const *argv, char *const *env, const char *output,
    unsigned seconds, struct diag *d)
{
	int fd = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	int status = COMMAND_FAILED;
	pid_t pid;

	if (fd == -1) {
		diag_system(d, output, "cannot open");
		return status;
	}
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		start(argv, env, fd);
		_exit(127);
	}
	if (pid == -1)
		diag_system(d, argv[0], "cannot make a process");
	else {
		status = process_wait_limited(pid, seconds, is_interrupted);
		if (status == PROCESS_INTERRUPTED)
			status = COMMAND_TIMEOUT;
		(void)kill(-pid, SIGKILL);
	}
	close(fd);
	return status;
}
