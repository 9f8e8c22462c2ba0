/*
 * The power cuts of rehearse cycle: their options, and the campaign that these
 * choose.
 */
#ifndef CMD_REHEARSE_CYCLE_FAULTS_H
#define CMD_REHEARSE_CYCLE_FAULTS_H

#include "cli/verb.h"
#include "cycle/fault_campaign.h"

struct fault_options {
	bool wanted;
	const char *every, *budget, *resume;
};

#define OPTS_FAULTS(type, field) \
	{0, "faults", NULL, \
	    "cut the power at every point where scripts " \
	    "change files, and see whether all is recovered", \
	    OPT_FLAG, offsetof(type, field.wanted)}, \
	    {0, "every", "N", "at every N-th point only", OPT_STRING, \
		offsetof(type, field.every)}, \
	    {0, "budget", "TIME", \
		"for no longer than this, such as 90s, 5m or 1h, at the " \
		"most telling points first", \
		OPT_STRING, offsetof(type, field.budget)}, \
	{ \
		0, "resume", "FILE", \
		    "note in this file what was tried, and go on where a " \
		    "run with it was interrupted", \
		    OPT_STRING, offsetof(type, field.resume) \
	}

/* What the options say. */
struct fault_choice {
	bool wanted;
	size_t every;       /* every n-th fault point is tried */
	double budget;      /* seconds of the faults of a mode; 0: any */
	const char *resume; /* file, or NULL */
	struct fault_record *record; /* in it, once it is open */
};

/* STATUS_USAGE after a message. */
enum status choose_faults(const struct verb *verb,
    const struct fault_options *options, struct fault_choice *choice);

/* Opens the file for --resume, if any; false after findings. */
bool open_fault_record(struct fault_choice *choice,
    const struct cycle_request *request, struct diag *d);

/*
 * Runs the campaign of a cycle, and shows how far it is, unless quiet.  As
 * fault_campaign_run().
 */
bool try_faults(const struct fault_choice *choice, const struct cycle *c,
    bool quiet, struct fault_campaign *campaign, struct diag *d);

#endif
