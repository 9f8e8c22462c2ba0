#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "os/command.h"
#include "run/script.h"

#define LOOK_MIN 500000 /* nanoseconds between two looks */
#define LOOK_MAX 20000000

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

/* Looks often at first, since most commands are short. */
static int
wait_for(pid_t pid, unsigned seconds)
{
	struct timespec pause = {.tv_nsec = LOOK_MIN};
	time_t end = time(NULL) + (time_t)seconds;
	int status;
	pid_t got;

	while ((got = waitpid(pid, &status, WNOHANG)) != pid) {
		if (got == -1 && errno != EINTR)
			return COMMAND_FAILED;
		if (time(NULL) >= end || is_interrupted()) {
			(void)kill(-pid, SIGKILL);
			(void)waitpid(pid, &status, 0);
			return COMMAND_TIMEOUT;
		}
		(void)nanosleep(&pause, NULL);
		if (pause.tv_nsec < LOOK_MAX)
			pause.tv_nsec += pause.tv_nsec / 4;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
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
		status = wait_for(pid, seconds);
		(void)kill(-pid, SIGKILL);
	}
	close(fd);
	return status;
}
