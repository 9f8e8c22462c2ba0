/*
 * A fault campaign: the tools are killed at every fault point of a package's
 * scripts, which leaves the files as a power cut would, and then run again.
 * This has to give the exact old or new state.
 */
#ifndef CYCLE_FAULT_CAMPAIGN_H
#define CYCLE_FAULT_CAMPAIGN_H

#include "cycle/fault_record.h"

/* A trial after which the state was not the one that it has to be. */
struct lost_trial {
	enum trial_kind kind;
	size_t number;                   /* of the fault point, from 1 */
	const struct fault_point *point; /* in the campaign */
	char *text;                      /* what was lost */
};

/* How many trials in a script there was no time for. */
struct left_out_trials {
	const char *script; /* of a point in the campaign */
	size_t n;
};

struct fault_campaign {
	struct fault_points install_points, remove_points; /* all there are */
	size_t tried[TRIAL_KINDS];
	size_t lost[TRIAL_KINDS];
	size_t repeated; /* of those tried, what needed no run of its own */
	size_t in_place; /* what was recovered from, but not in a copy */
	size_t recorded; /* and what an earlier run has tried */
	struct lost_trial *lost_trials; /* by kind and number */
	size_t nlost_trials;
	double seconds;
	bool was_interrupted;  /* not all were tried */
	size_t left_out;       /* trials for which there was no time */
	size_t kinds_left_out; /* system calls of a script without any trial */
	struct left_out_trials *left_out_by_script;
	size_t nscripts_left_out;
};

/* What to try, and who is told. */
struct fault_plan {
	size_t every;   /* every n-th point; 1: all */
	double seconds; /* that the trials may take; 0: as long as they need */
	struct fault_record *record; /* of trials, or NULL */
	const char *mode;            /* of the root, for the record */
	/* called with arg after each trial, unless NULL */
	void (*show_progress)(void *arg, size_t done, size_t all, size_t lost);
	void *arg;
};

/*
 * Fills the campaign with the trials of a cycle that has run and is clean, and
 * that has a single source; what the record has is not tried again.  Uses all processors.  Where time is limited, a point of each system call of
 * each script comes first, then a second one of each, and so on.  Returns false
 * after adding findings when the system failed; fault_campaign_free is needed
 * then, too.
 */
bool fault_campaign_run(struct fault_campaign *campaign, const struct cycle *c,
    const struct fault_plan *plan, struct diag *d);

void fault_campaign_free(struct fault_campaign *campaign);

#endif
