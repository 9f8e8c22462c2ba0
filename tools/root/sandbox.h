/*
 * Where scripts of a package run when their root is an alternate one: they
 * see that root, the host's programs read-only, and nothing else of the host
 * (docs/sandbox.md).
 */
#ifndef ROOT_SANDBOX_H
#define ROOT_SANDBOX_H

#include <stdbool.h>

#include "base/diag.h"

struct sandbox {
	const char *root; /* absolute path; the same inside; writable */
	/* further files and directories, seen at their own paths; NULL ends */
	const char *const *readable, *const *writable;
	const char *cwd; /* made where it is out of sight; NULL: / */
};

#define SANDBOX_FAILED (-1)

/*
 * Runs work(arg) inside and returns its value, or SANDBOX_FAILED after setting
 * *why (the caller frees) to what the host lacks; then nothing was done.
 * /tmp and /var/tmp are empty directories of its own there, removed at the
 * end.  *missing is what of the protection this host cannot give, words with
 * a blank in front, or NULL.
 */
int sandbox_run(const struct sandbox *s, int (*work)(void *), void *arg,
    char **why, char **missing);

#endif
