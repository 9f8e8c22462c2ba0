/*
 * One trial of a fault campaign: a tool is killed at a fault point, and the
 * recovery is compared with the state that it has to give.
 */
#ifndef CYCLE_FAULT_TRIAL_H
#define CYCLE_FAULT_TRIAL_H

#include "cycle/faults.h"
#include "cycle/tool_command.h"

/* Which run is killed, and what is done then. */
enum trial_kind {
	/* the installation; a removal has to give the state before it */
	TRIAL_INSTALL_THEN_REMOVE,
	/*
	 * the installation; a second one has to give the state of an
	 * undisturbed one, but for LEAVE_OUT_RECORDS and the times that come
	 * from the clock, and a removal then the state before both
	 */
	TRIAL_INSTALL_TWICE,
	/* the removal; a second one has to give the state without packages */
	TRIAL_REMOVE_TWICE,
	TRIAL_KINDS
};

/* "installation cut, then removal", ... */
const char *trial_kind_name(enum trial_kind kind);

/* Runs trials one after the other, in roots of its own. */
struct trial_worker;

enum trial_result { TRIAL_RECOVERED, TRIAL_LOST, TRIAL_SYSTEM_FAILED };

/*
 * A worker that makes the new directory dir.  installed is a root with the
 * packages, and installed_state its snapshot, both the caller's; the state may
 * be NULL for a worker that only finds points.  NULL after a finding.
 */
struct trial_worker *trial_worker_new(const struct cycle *c, const char *dir,
    const char *installed, const struct snapshot *installed_state,
    struct diag *d);

/*
 * Runs a trial at the fault point of this number, from 1.  Appends to text
 * what was lost, or why the system failed.
 */
enum trial_result trial_worker_try(struct trial_worker *worker,
    enum trial_kind kind, size_t number, struct buf *text);

/*
 * Runs a tool on a root undisturbed, frees command, and adds the fault points
 * that it passes to points.  Returns its exit status, or -1 when it could not
 * be run, which is a finding, or did not end in time.
 */
int trial_worker_find_points(struct trial_worker *worker,
    struct command_line *command, const char *root, struct fault_points *points,
    struct diag *d);

/* Removes its directory. */
void trial_worker_free(struct trial_worker *worker);

#endif
