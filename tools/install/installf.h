/*
 * installf and removef, for the scripts of packages (svr4-packaging 6.13).
 */
#ifndef INSTALL_INSTALLF_H
#define INSTALL_INSTALLF_H

#include "run/context.h"

struct installf_request {
	const char *instance;
	const char *class; /* -c, or NULL */
	char **args;       /* path and specification; `-`: standard input */
	size_t nargs;
	bool final;  /* -f */
	bool remove; /* removef */
};

/*
 * Runs the tool; its exit code.  The lock on the packages is not taken: the
 * installation or removal whose script calls the tool holds it.
 */
int installf(const struct run_options *options, struct target *t,
    const struct installf_request *q);

#endif
