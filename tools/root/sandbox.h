/*
 * The sandbox for scripts that run on an alternate root: they see that root,
 * the host's programs read-only, and nothing else of the host
 * (docs/sandbox.md).
 */
#ifndef ROOT_SANDBOX_H
#define ROOT_SANDBOX_H

#include <stdbool.h>

#include "base/diag.h"

struct sandbox {
	const char *root; /* absolute path; writable */
	/* further absolute paths of files and directories; NULL ends them */
	const char *const *readable, *const *writable;
	const char *cwd; /* current directory of the work; NULL: / */
	bool network;    /* that of the host may be used */
};

#define SANDBOX_FAILED  (-1) /* the system failed: memory, descriptors, ... */
#define SANDBOX_REFUSED (-2) /* this host cannot make one */

/*
 * Runs work(arg) in the sandbox, in which all paths are the same, and returns
 * its value.  /tmp and /var/tmp are empty there and removed at the end.
 * *missing is set to the parts of the protection that this host cannot give,
 * each with a blank in front, or NULL.  SANDBOX_FAILED and _REFUSED: nothing
 * was run, and *why says what could not be done.  The caller frees both.
 */
int sandbox_run(const struct sandbox *s, int (*work)(void *), void *arg,
    char **why, char **missing);

#endif
