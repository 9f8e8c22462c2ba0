/*
 * A fault campaign: the tools are killed at every fault point of a package's
 * scripts, which leaves the files as a power cut would, and then run again.
 * This has to give the exact old or new state.
 */
#ifndef CYCLE_FAULT_CAMPAIGN_H
#define CYCLE_FAULT_CAMPAIGN_H

#include "cycle/fault_trial.h"

/* A trial after which the state was not the one that it has to be. */
struct lost_trial {
	enum trial_kind kind;
	size_t number;                   /* of the fault point, from 1 */
	const struct fault_point *point; /* in the campaign */
	char *text;                      /* what was lost */
};

struct fault_campaign {
	struct fault_points install_points, remove_points; /* all there are */
	size_t tried[TRIAL_KINDS];
	size_t lost[TRIAL_KINDS];
	struct lost_trial *lost_trials; /* by kind and number */
	size_t nlost_trials;
	double seconds;
	bool was_interrupted; /* not all were tried */
};

/*
 * Fills the campaign with the trials of every n-th point (1: of all) of a cycle
 * that has run and is clean.  Uses all processors.  show_progress, unless NULL,
 * is called with arg after each trial.  Returns false after adding findings
 * when the system failed; fault_campaign_free is needed then, too.
 */
bool fault_campaign_run(struct fault_campaign *campaign, const struct cycle *c,
    size_t every,
    void (*show_progress)(void *arg, size_t done, size_t all, size_t lost),
    void *arg, struct diag *d);

void fault_campaign_free(struct fault_campaign *campaign);

#endif
