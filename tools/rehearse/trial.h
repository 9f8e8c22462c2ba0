/*
 * One power cut and the recovery from it.
 */
#ifndef REHEARSE_TRIAL_H
#define REHEARSE_TRIAL_H

#include "rehearse/campaign.h"
#include "rehearse/cycle_call.h"
#include "rehearse/replica.h"

/* Where trials are made, one after the other, by one process. */
struct bench {
	const struct cycle *c;
	const char	*installed;	/* root with the packages */
	const struct state *installed_state;
	char		*dir;		/* of its own */
	char		*output, *temporary;
	char		**env;
	struct replica	*before, *after; /* of base and installed, or NULL */
};

enum verdict {
	VERDICT_RECOVERED,
	VERDICT_LOST,
	VERDICT_BROKEN		/* the system failed */
};

/* Makes the directory dir.  NULL after a finding. */
struct bench *bench_new(const struct cycle *c, const char *dir,
	    const char *installed, const struct state *installed_state,
	    struct diag *d);

/*
 * Cuts the power at the point of this number, and recovers.  text gets what
 * was lost, or what failed.
 */
enum verdict bench_try(struct bench *b, enum trial trial, size_t number,
	    struct buf *text);

/*
 * Runs a call without a cut, collecting the points that it passes; its exit
 * status, or -1 after a finding.
 */
int	bench_count(struct bench *b, struct call *call, const char *root,
	    struct fault_points *points, struct diag *d);

void	bench_free(struct bench *b);

#endif
