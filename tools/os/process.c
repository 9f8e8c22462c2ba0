#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef HAVE_PR_SET_DUMPABLE
#include <sys/prctl.h>
#endif
#ifdef __linux__
#include <sys/syscall.h>
#endif

#include "os/process.h"

#define POLL_MIN 500000   /* nanoseconds between two calls of waitpid */
#define POLL_MAX 20000000 /* the pause grows: most commands are short */

double
monotonic_seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void
process_forbid_core(void)
{
	struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_CORE, &none);
#ifdef HAVE_PR_SET_DUMPABLE
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

/* SYS_close_range comes with Linux 5.9. */
void
process_close_from(int first)
{
	long n, most;

#ifdef SYS_close_range
	if (syscall(SYS_close_range, (unsigned)first, ~0u, 0) == 0)
		return;
#endif
	most = sysconf(_SC_OPEN_MAX);
	for (n = first; n < (most < 0 ? 1024 : most); n++)
		(void)close((int)n);
}

/* The exit status as a shell has it in $?. */
static int
exit_status(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool
process_wait_status(pid_t pid, int *status)
{
	while (waitpid(pid, status, 0) == -1)
		if (errno != EINTR)
			return false;
	return true;
}

int
process_wait(pid_t pid)
{
	int status;

	return process_wait_status(pid, &status) ? exit_status(status)
						 : PROCESS_FAILED;
}

static int
kill_and_wait(pid_t pid, int result)
{
	if (kill(-pid, SIGKILL) == -1)
		(void)kill(pid, SIGKILL);
	(void)process_wait(pid);
	return result;
}

int
process_wait_limited(pid_t pid, unsigned seconds, bool (*stop)(void))
{
	struct timespec pause = {.tv_nsec = POLL_MIN};
	double end = monotonic_seconds() + seconds;
	int status;
	pid_t got;

	while ((got = waitpid(pid, &status, WNOHANG)) != pid) {
		if (got == -1 && errno != EINTR)
			return PROCESS_FAILED;
		if (stop != NULL && stop())
			return kill_and_wait(pid, PROCESS_INTERRUPTED);
		if (seconds > 0 && monotonic_seconds() >= end)
			return kill_and_wait(pid, PROCESS_TIMEOUT);
		(void)nanosleep(&pause, NULL);
		if (pause.tv_nsec < POLL_MAX)
			pause.tv_nsec += pause.tv_nsec / 4;
	}
	return exit_status(status);
}

#ifdef HAVE_PIPE2
bool
process_pipe(int ends[2])
{
	return pipe2(ends, O_CLOEXEC) == 0;
}
#else
bool
process_pipe(int ends[2])
{
	int i;

	if (pipe(ends) == -1)
		return false;
	for (i = 0; i < 2; i++)
		(void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	return true;
}
#endif
