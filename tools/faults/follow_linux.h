/*
 * A run whose processes are followed, as the two ways of following share it.
 */
#ifndef FAULTS_FOLLOW_LINUX_H
#define FAULTS_FOLLOW_LINUX_H

#include <sys/stat.h>
#include <sys/types.h>

#include "faults/faults.h"

struct followed {
	const struct fault_run *f;
	struct fault_result *result;
	struct diag *d;
	pid_t first;         /* the command */
	struct stat program; /* of the command */
	double end;          /* monotonic; 0: no limit */
	bool is_ending;      /* all processes are to be killed */
};

/*
 * Counts a fault point, adds it to the list, if any, and calls at_point.  Takes
 * path over.  False when all processes are to be killed.
 */
bool followed_point(struct followed *run, const char *script, const char *call,
    char *path, bool after);

/*
 * Is the time over, or has the user interrupted?  Notes that all processes are
 * to be killed, then.
 */
bool followed_is_late(struct followed *run);

/* A way of following. */
struct follower {
	/* false with errno where this system or its administrator forbids it */
	bool (*is_possible)(void);
	/*
	 * In the new process: waits until it is followed, and sets the filter
	 * up.  channel is a socket; NULL, or what failed, with errno.
	 */
	const char *(*enter)(int channel);
	/*
	 * Follows the processes until none is left; result has the status then.
	 * False after a finding when they cannot be followed.
	 */
	bool (*follow)(struct followed *run, int channel);
};

extern const struct follower trace_follower, notify_follower;

/*
 * For the new process: sets up the filter with these flags of seccomp(2).
 * Returns what that returns, or -1 with errno.
 */
int filter_set_up(unsigned action, bool others, unsigned flags);

#endif
