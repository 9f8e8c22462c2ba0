/*
 * A live session: a process that keeps the namespaces of a live root, and the
 * services that run in it, from one step of a cycle to the next.
 */
#ifndef CYCLE_LIVE_SESSION_H
#define CYCLE_LIVE_SESSION_H

#include "cycle/cycle.h"

struct live_session;

/*
 * Starts the process on the directory root.  What its tools print is appended
 * to the file output; so is the reason when it cannot enter the root, and the
 * first step fails then.  NULL after a finding.
 */
struct live_session *live_session_open(const struct cycle *c, const char *root,
    const char *output, struct diag *d);

/*
 * Runs STAGE_START, or installs or removes the packages of the request's source
 * with this index, as the stage says, in the session.  Returns the
 * exit status; COMMAND_TIMEOUT when the time that the request allows is over
 * or the user has interrupted, after which no step can follow; COMMAND_FAILED
 * when the process has died, which the output explains.
 */
int live_session_step(struct live_session *s, enum stage stage, size_t source);

/*
 * The arguments of the processes that ran after the last step, as sorted lines
 * and cut off after some kilobytes; valid until the next step.
 */
const char *live_session_processes(const struct live_session *s);

/*
 * Ends the process and all that runs in the root, by force if it is busy or
 * does not end in time; frees.  NULL is allowed.
 */
void live_session_close(struct live_session *s);

#endif
