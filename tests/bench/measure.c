/*
 * measure COMMAND [ARG...] 3>FILE: runs the command and writes one line to
 * descriptor 3: wall seconds, seconds of the processors, peak memory in KiB,
 * exit status.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(const struct timeval *t)
{
	return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	struct timespec begin, end;
	struct rusage usage;
	long kib;
	int status;
	pid_t pid;

	if (argc < 2) {
		fprintf(stderr, "usage: measure COMMAND [ARG...] 3>FILE\n");
		return 2;
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &begin);
	pid = fork();
	if (pid == 0) {
		(void)close(3);
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (pid == -1 || wait4(pid, &status, 0, &usage) == -1) {
		perror("measure");
		return 1;
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	kib = usage.ru_maxrss;
#ifdef __APPLE__
	kib /= 1024; /* bytes there */
#endif
	dprintf(3, "%.4f %.4f %ld %d\n",
	    (double)(end.tv_sec - begin.tv_sec) +
		(double)(end.tv_nsec - begin.tv_nsec) / 1e9,
	    seconds(&usage.ru_utime) + seconds(&usage.ru_stime), kib,
	    WIFEXITED(status) ? WEXITSTATUS(status) : 255);
	return 0;
}
