/*
 * Keeps the namespaces of a live root, with the services that were started in
 * it, across the steps of a cycle.
 */
#ifndef CYCLE_LIVE_SESSION_H
#define CYCLE_LIVE_SESSION_H

#include "cycle/cycle.h"

#define PROCESSES_MAX 3000 /* bytes that are listed */

struct live_session;

/*
 * Begins a process that holds the root.  What goes on there is printed to the
 * file output.  NULL after a finding.
 */
struct live_session *live_session_open(const struct cycle *c, const char *root,
    const char *output, struct diag *d);

/*
 * STAGE_START, STAGE_INSTALL or STAGE_REMOVE: the exit status, or
 * COMMAND_TIMEOUT; COMMAND_FAILED when its process has died, which the
 * output explains.
 */
int live_session_step(struct live_session *r, enum stage stage);

/* What runs after the last step: sorted lines. */
const char *live_session_processes(const struct live_session *r);

/* Ends everything that runs there; frees.  NULL is fine. */
void live_session_close(struct live_session *r);

#endif
