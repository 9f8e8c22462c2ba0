/*
 * A live root that lives on from step to step of a cycle, with the services
 * that were started in it.
 */
#ifndef REHEARSE_RESIDENCE_H
#define REHEARSE_RESIDENCE_H

#include "rehearse/cycle.h"

#define PROCESSES_MAX	3000	/* bytes that are listed */

struct residence;

/*
 * Begins a process that holds the root.  What goes on there is printed to the
 * file output.  NULL after a finding.
 */
struct residence *residence_open(const struct cycle *c, const char *root,
	    const char *output, struct diag *d);

/*
 * STAGE_START, STAGE_INSTALL or STAGE_REMOVE: the exit status, or
 * COMMAND_TIMEOUT; COMMAND_FAILED when nobody is there any more, which the
 * output explains.
 */
int	residence_do(struct residence *r, enum stage stage);

/* What runs after the last step: sorted lines. */
const char *residence_processes(const struct residence *r);

/* Ends everything that runs there; frees.  NULL is fine. */
void	residence_close(struct residence *r);

#endif
