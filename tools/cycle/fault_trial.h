/*
 * The trials of a fault campaign: a tool is stopped at fault points, where the
 * states of its root are kept; each is what a power cut at that point leaves,
 * and what follows on it is compared with the state that it has to give.
 */
#ifndef CYCLE_FAULT_TRIAL_H
#define CYCLE_FAULT_TRIAL_H

#include "cycle/tool_command.h"
#include "faults/faults.h"
#include "root/state_store.h"

/* Which run is cut, and what is done then. */
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

/* Which tool is cut in such a trial? */
enum cut_tool { CUT_INSTALL, CUT_REMOVE };

enum cut_tool trial_kind_tool(enum trial_kind kind);

/* What trials begin with and compare with. */
struct trial_states {
	struct state_store *store;        /* has the contents of all states */
	const struct snapshot *base;      /* without the packages */
	const struct snapshot *installed; /* with them; NULL: not known yet */
};

/* Runs trials one after the other, in a root of its own. */
struct trial_worker;

enum trial_result {
	TRIAL_RECOVERED,
	TRIAL_REPEATED, /* the state was one that had been recovered from */
	TRIAL_RECOVERED_IN_PLACE, /* but not in a copy of the root */
	TRIAL_LOST,
	TRIAL_SYSTEM_FAILED
};

/*
 * A worker that makes the new directory dir; states must outlive it.  NULL
 * after a finding.
 */
struct trial_worker *trial_worker_new(const struct cycle *c, const char *dir,
    const struct trial_states *states, struct diag *d);

/*
 * Runs the tool undisturbed, adds the fault points that it passes to points and
 * keeps the state that it leaves.  For snapshot_free; NULL after findings, also
 * when the tool does not succeed.
 */
struct snapshot *trial_worker_find_points(struct trial_worker *worker,
    enum cut_tool tool, struct fault_points *points, struct diag *d);

/*
 * Runs the tool up to the last of the points of these numbers, which ascend,
 * and keeps the state at each, instead of those that were kept before.  False
 * after findings.
 */
bool trial_worker_cut(struct trial_worker *worker, enum cut_tool tool,
    const size_t *numbers, size_t n, struct diag *d);

/*
 * Runs a trial with the state that was kept at the point of this number, and if
 * that is lost, another one with the tool killed there.
 * Appends to text what was lost, or why the system failed.
 */
enum trial_result trial_worker_try(struct trial_worker *worker,
    enum trial_kind kind, size_t number, struct buf *text);

/* Removes its directory. */
void trial_worker_free(struct trial_worker *worker);

#endif
