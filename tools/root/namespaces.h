/*
 * Work in namespaces of its own: mounts, processes, System V objects, host
 * name, network, control groups and, for an ordinary user, user ids (Linux).
 */
#ifndef ROOT_NAMESPACES_H
#define ROOT_NAMESPACES_H

#include <stdbool.h>

#include "base/diag.h"

struct namespaced_work {
	/*
	 * Makes the view of the file system, in the new namespaces.  Returns
	 * NULL, or what could not be done, with errno set.
	 */
	const char *(*make_view)(void *arg, bool user_namespace);
	int (*work)(void *arg); /* then this is done; its value counts */
	void *view_arg, *arg;
};

#define NAMESPACES_FAILED (-1)

/*
 * Does the work in a process of the new namespaces and returns its value, or
 * NAMESPACES_FAILED after setting *why, which the caller frees, to what the
 * host lacks; then nothing of the work was done.  No process that the work
 * has started is left when this returns.  A namespace that the host lacks,
 * but without which the host's files are as safe, is added to *missing as a
 * word with a blank in front; the caller frees that too.
 */
int namespaces_run(
    const struct namespaced_work *work, char **why, char **missing);

#endif
