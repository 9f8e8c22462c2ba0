/*
 * A seccomp filter stops a process before each system call that may be a fault
 * point, and before no other; one of the followers learns of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "faults/follow_linux.h"
#include "faults/syscalls_linux.h"
#include "os/confine.h"
#include "os/interrupt.h"
#include "os/process.h"

bool
followed_point(struct followed *run, const char *script, const char *call,
    char *path, bool after)
{
	const struct fault_run *f = run->f;
	struct fault_points *list = f->points;
	const struct fault_point point = {.script = (char *)(uintptr_t)script,
	    .call = call,
	    .path = path,
	    .after = after};

	run->result->passed++;
	if (f->at_point != NULL &&
	    !f->at_point(f->arg, run->result->passed, &point)) {
		run->result->end = FAULT_KILLED;
		run->is_ending = true;
	}
	if (list == NULL)
		free(path);
	else {
		list->v = array_append_room(list->v, list->n, sizeof(*list->v));
		list->v[list->n] = point;
		list->v[list->n++].script = xstrdup(script);
	}
	return !run->is_ending;
}

bool
followed_is_late(struct followed *run)
{
	bool late = run->end > 0 && monotonic_seconds() >= run->end;

	if (run->is_ending || (!late && !is_interrupted()))
		return false;
	run->result->end = FAULT_TIMEOUT;
	run->is_ending = true;
	return true;
}

int
filter_set_up(unsigned action, bool others, unsigned flags)
{
	struct sock_fprog filter = syscall_filter(action, others);
	long set = syscall(
	    SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter);

	/* an ordinary user must give up set-user-ID programs for a filter */
	if (set == -1 && errno == EACCES &&
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		set = syscall(
		    SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter);
	free(filter.filter);
	return (int)set;
}

/* The first that this host allows; NULL with errno. */
static const struct follower *
find_follower(void)
{
	static const struct follower *const followers[] = {
	    &trace_follower, &notify_follower};
	static const struct follower *found; /* the host stays the same */
	size_t i;

	for (i = 0; found == NULL && i < 2; i++)
		if (followers[i]->is_possible())
			found = followers[i];
	return found;
}

const char *
faults_unsupported(void)
{
	if (!syscalls_are_known())
		return "the system calls of this processor are not known, so "
		       "no fault point is seen";
	return find_follower() != NULL
	    ? NULL
	    : "this host cannot trace processes, nor be notified of their "
	      "system calls, so no fault point is seen";
}

/* Who follows nobody: only the disks are left out. */
static const char *
enter_unfollowed(int channel)
{
	(void)channel;
	/* where there are no filters it takes longer, and that is all */
	(void)filter_set_up(SECCOMP_RET_ALLOW, false, 0);
	return NULL;
}

static bool
wait_unfollowed(struct followed *run, int channel)
{
	int status = process_wait_limited(
	    run->first, run->f->seconds, is_interrupted);

	(void)channel;
	run->result->status = status;
	if (status == PROCESS_TIMEOUT || status == PROCESS_INTERRUPTED)
		run->result->end = FAULT_TIMEOUT;
	kill_descendants();
	return true;
}

static const struct follower no_follower = {
    .enter = enter_unfollowed, .follow = wait_unfollowed};

/*
 * In the new process: executes the command, when it is followed.  Returns only
 * when something failed.
 */
static void
execute(const struct fault_run *f, const struct follower *how, int channel,
    int output)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	const char *failed;

	(void)setsid();
	if (null == -1 || dup2(null, STDIN_FILENO) == -1 ||
	    dup2(output, STDOUT_FILENO) == -1 ||
	    dup2(output, STDERR_FILENO) == -1)
		return;
	failed = how->enter(channel);
	if (failed == NULL) {
		execve(f->argv[0], f->argv, f->env);
		failed = f->argv[0];
	}
	perror(failed);
}

static bool
start_and_follow(struct followed *run, const struct follower *how,
    int channel[2], int output)
{
	bool ok;

	run->first = fork();
	if (run->first == 0) {
		close(channel[0]);
		execute(run->f, how, channel[1], output);
		_exit(127);
	}
	close(channel[1]);
	if (run->first == -1) {
		diag_system(run->d, NULL, "cannot make a process");
		return false;
	}
	if (run->f->seconds > 0)
		run->end = monotonic_seconds() + run->f->seconds;
	ok = how->follow(run, channel[0]);
	kill_descendants();
	return ok;
}

static bool
run_command(struct followed *run, const struct follower *how, int output)
{
	int channel[2];
	bool ok;

	if (output == -1 || stat(run->f->argv[0], &run->program) == -1) {
		diag_system(run->d,
		    output == -1 ? run->f->output : run->f->argv[0],
		    "cannot open");
		return false;
	}
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel) ==
	    -1) {
		diag_system(run->d, NULL, "cannot make a socket");
		return false;
	}
	/* orphans become children of this process, which kills them */
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	ok = start_and_follow(run, how, channel, output);
	(void)prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
	close(channel[0]);
	return ok;
}

void
faults_run(
    const struct fault_run *f, struct fault_result *result, struct diag *d)
{
	struct followed run = {.f = f, .result = result, .d = d};
	bool is_followed = f->points != NULL || f->at_point != NULL;
	const struct follower *how = is_followed ? find_follower()
						 : &no_follower;
	int output = open(
	    f->output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	*result = (struct fault_result){.end = FAULT_ENDED};
	if (how == NULL)
		diag_system(d, NULL, "%s", faults_unsupported());
	if (how == NULL || !run_command(&run, how, output))
		result->end = FAULT_IMPOSSIBLE;
	if (output != -1)
		close(output);
}
