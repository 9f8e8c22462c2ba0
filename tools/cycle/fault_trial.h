/*
 * One power cut at a fault point, and the recovery from it.
 */
#ifndef CYCLE_FAULT_TRIAL_H
#define CYCLE_FAULT_TRIAL_H

#include "cycle/fault_campaign.h"
#include "cycle/tool_command.h"
#include "root/root_copy.h"

/* What one worker process needs to run trials one after the other. */
struct trial_worker {
	const struct cycle *c;
	const char *installed; /* root with the packages */
	const struct snapshot *installed_state;
	char *dir; /* of its own */
	char *output, *temporary;
	char **env;
	struct root_copy *before, *after; /* of base and installed, or NULL */
};

enum trial_result {
	TRIAL_RECOVERED,
	TRIAL_LOST,
	TRIAL_SYSTEM_FAILED /* the system failed */
};

/* Makes the directory dir.  NULL after a finding. */
struct trial_worker *trial_worker_new(const struct cycle *c, const char *dir,
    const char *installed, const struct snapshot *installed_state,
    struct diag *d);

/*
 * Cuts the power at the point of this number, and recovers.  text gets what
 * was lost, or what failed.
 */
enum trial_result trial_worker_try(struct trial_worker *b,
    enum fault_trial trial, size_t number, struct buf *text);

/*
 * Runs a call without a cut, collecting the points that it passes; its exit
 * status, or -1 after a finding.
 */
int trial_worker_count(struct trial_worker *b, struct command_line *call,
    const char *root, struct fault_points *points, struct diag *d);

void trial_worker_free(struct trial_worker *b);

#endif
