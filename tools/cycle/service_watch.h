/*
 * Whether the services of a live root run while scripts are at work: a process
 * beside the tool looks several times a second, and notes when that changes.
 */
#ifndef CYCLE_SERVICE_WATCH_H
#define CYCLE_SERVICE_WATCH_H

#include <sys/types.h>

#include "base/diag.h"

/* So many of the processes of the services were running from then on. */
struct service_state {
	double at; /* seconds of the monotonic clock */
	size_t running;
};

struct service_states {
	struct service_state *v; /* in the order of time */
	size_t n;
};

/*
 * Begins to append states to the open file out; processes are the lines of
 * those that are expected (root/processes.h).  Returns the watching process
 * for service_watch_end, or -1: there is none to expect, or it cannot run.
 */
pid_t service_watch_begin(int out, const char *processes);

/* Ends the watching process; -1 is fine. */
void service_watch_end(pid_t pid);

/*
 * Reads the states from a file, without those that are as the one before.
 * The caller frees states->v; false after a finding.
 */
bool service_states_read(
    const char *path, struct service_states *states, struct diag *d);

#endif
