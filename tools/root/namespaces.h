/*
 * Runs work in new namespaces: mounts, processes, System V objects, host name,
 * network, control groups and, for an ordinary user, user ids (Linux).
 */
#ifndef ROOT_NAMESPACES_H
#define ROOT_NAMESPACES_H

#include <stdbool.h>

#include "base/diag.h"

struct namespaced_work {
	/*
	 * Called first, to mount what the work needs.  Returns NULL, or what
	 * could not be done, with errno.
	 */
	const char *(*make_view)(void *view_arg, bool user_namespace);
	int (*work)(void *arg); /* called then */
	void *view_arg, *arg;
	bool network; /* that of the host */
};

#define NAMESPACES_FAILED  (-1) /* the system failed: memory, descriptors, ... */
#define NAMESPACES_REFUSED (-2) /* this host does not let us have them */

/*
 * Runs the work in a process of the new namespaces and returns its value.  No
 * process that it has started is left then.  *missing is set to the names of
 * namespaces that the host lacks and that the protection of files does not
 * need, each with a blank in front, or to NULL.  NAMESPACES_FAILED and _REFUSED:
 * nothing was run, and *why says what could not be done.  The caller frees both.
 */
int namespaces_run(
    const struct namespaced_work *work, char **why, char **missing);

#endif
