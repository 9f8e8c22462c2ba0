/*
 * installf and removef, for the scripts of packages (svr4-packaging 6.13).
 */
#ifndef INSTALL_INSTALLF_H
#define INSTALL_INSTALLF_H

#include "run/context.h"

struct installf_request {
	const char *instance;
	const char *class; /* -c, or NULL */
	char **args;       /* path and specification, or `-` */
	size_t nargs;
	bool final;  /* -f */
	bool remove; /* removef */
};

/*
 * Works on the target without taking the lock, which a running installation
 * or removal has.  The exit code of the tool.
 */
int installf(const struct run_options *options, struct target *t,
    const struct installf_request *q);

#endif
