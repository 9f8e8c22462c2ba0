/*
 * A package there and back: install, check, remove, and nothing is left
 * (rehearse cycle).
 */
#ifndef REHEARSE_CYCLE_H
#define REHEARSE_CYCLE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/diag.h"

struct cycle_request {
	const char	*source;	/* the package that is tried */
	const char	*base;		/* root to begin with; NULL: a bare one */
	const char	**with;		/* sources installed before */
	size_t		 nwith;
	const char	**ignore;	/* patterns of paths not compared */
	size_t		 nignore;
	const char	*admin;		/* NULL: nothing is asked or checked */
	const char	*response;
	const char	*shell;
	bool		 alternate, live;	/* modes; both or one */
	bool		 faults;
	bool		 json;
	bool		 verbose;	/* what the tools print, too */
	FILE		*out;
};

/*
 * The number of differences and failures over all modes; -1 after findings
 * when something could not be done at all.
 */
int	cycle_run(const struct cycle_request *q, struct diag *d);

#endif
