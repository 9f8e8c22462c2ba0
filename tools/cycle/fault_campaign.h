/*
 * A power cut at every point of a package's scripts, and what is left then.
 */
#ifndef CYCLE_FAULT_CAMPAIGN_H
#define CYCLE_FAULT_CAMPAIGN_H

#include "cycle/cycle.h"

/*
 * What is done after a cut, and has to give the exact old or new state.  After
 * a second installation, what lies below var/sadm/install and in the record of
 * the package may differ, so may times that the clock has set; then, a removal
 * has to give the old state as well.
 */
enum fault_trial {
	TRIAL_REMOVE, /* cut at installation, then removed */
	TRIAL_REPEAT, /* cut at installation, then installed */
	TRIAL_FINISH, /* cut at removal, then removed */
	TRIALS
};

/* "installation cut, then removal", ... */
const char *fault_trial_name(enum fault_trial trial);

struct loss {
	enum fault_trial trial;
	size_t number; /* of the point, from 1 */
	const struct fault_point *point;
	char *text; /* what was lost */
};

struct fault_campaign {
	struct fault_points install, remove; /* all points */
	size_t tried[TRIALS], lost[TRIALS];
	struct loss *losses; /* in order */
	size_t nlosses;
	double seconds;
	bool interrupted;
};

struct progress {
	void (*show)(void *arg, size_t done, size_t all, size_t lost);
	void *arg;
};

/*
 * Tries every point of a cycle that went well, or every n-th only.  Uses all
 * processors.  False when the system failed, with findings.
 */
bool fault_campaign_run(struct fault_campaign *a, const struct cycle *c,
    size_t every, const struct progress *p, struct diag *d);

void fault_campaign_free(struct fault_campaign *a);

#endif
