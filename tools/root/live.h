/*
 * A root as a running system: its own mounts, processes and, for an ordinary
 * user, user ids.  The host's programs shine through, read-only.  Wholly the
 * system's business, so there is one file per system (live_*.c).
 */
#ifndef ROOT_LIVE_H
#define ROOT_LIVE_H

#include "base/diag.h"

#define LIVE_DIRECTORY "/.host" /* private, in memory */
#define LIVE_SHELL     LIVE_DIRECTORY "/sh"
#define LIVE_SELF      LIVE_DIRECTORY "/pkgstream"
#define LIVE_TOOLS     LIVE_DIRECTORY "/utilities"

struct live {
	const char *root;  /* host path of the target */
	const char *shell; /* host path; becomes LIVE_SHELL */
	const char *self;  /* host path; becomes LIVE_SELF */
	const char *tools; /* host path; becomes LIVE_TOOLS; NULL: none */
};

/*
 * Runs work(arg) where root is /, and returns its value, or -1 after a finding
 * that says what the host lacks.  No process that it has started is left when
 * this returns.  *missing gets the words of namespaces_run(), or NULL.
 */
int live_run(const struct live *live, int (*work)(void *), void *arg,
    char **missing, struct diag *d);

#endif
