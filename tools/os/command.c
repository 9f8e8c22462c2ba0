#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/command.h"
#include "os/interrupt.h"
#include "os/process.h"

static bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    access(path, X_OK) == 0;
}

char *
command_find(const char *name)
{
	const char *path = getenv("PATH"), *p;
	char *dir, *full;
	size_t n;

	if (strchr(name, '/') != NULL)
		return is_program(name) ? xstrdup(name) : NULL;
	for (p = path == NULL ? "/usr/bin:/bin" : path; *p != '\0';
	     p += n + (p[n] == ':')) {
		n = strcspn(p, ":");
		if (n == 0 || *p != '/')
			continue;
		dir = xstrndup(p, n);
		full = xasprintf("%s/%s", dir, name);
		free(dir);
		if (is_program(full))
			return full;
		free(full);
	}
	return NULL;
}

/* In the child; returns only when that failed. */
static void
execute(char *const *argv, char *const *env, int output)
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
		execute(argv, env, fd);
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
