/*
 * Systems whose tracing is not known here.
 */
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rehearse/faults.h"

bool
faults_supported(void)
{
	return false;
}

struct faults *
faults_new(void)
{
	return NULL;
}

void
faults_free(struct faults *f)
{
	(void)f;
}

void
faults_await(int gate)
{
	(void)gate;
}

void
faults_watch(struct faults *f, const char *script, pid_t pid, int gate,
    int *status)
{
	(void)f, (void)script;
	close(gate);
	(void)waitpid(pid, status, 0);
}
