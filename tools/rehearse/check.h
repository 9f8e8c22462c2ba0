/*
 * pkgchk: are the objects of the database, or of a package not installed, as
 * they should be?
 */
#ifndef REHEARSE_CHECK_H
#define REHEARSE_CHECK_H

#include "rehearse/run.h"
#include "rehearse/sandbox.h"

struct check_request {
	const char	**names;	/* instances, patterns; none: all */
	size_t		 nnames;
	const char	**paths;	/* -p; none: all.  `/opt/x*` is a prefix */
	size_t		 npaths;
	const char	**parts;	/* -P: texts that a path has */
	size_t		 nparts;
	const char	*source;	/* -d: a package that is not installed */
	bool		 list;		/* -l */
	bool		 attributes;	/* -a: only attributes */
	bool		 contents;	/* -c: only contents */
	bool		 fix;		/* -f */
	bool		 no_editable;	/* -n: contents of e and v */
	bool		 quiet;		/* -q: not about missing ones */
	bool		 verbose;	/* -v */
	bool		 exclusive;	/* -x */
};

/* The exit code of pkgchk. */
int	session_check(const struct settings *set,
	    const struct check_request *q);

/* The same in the place where it is. */
int	check_run(const struct settings *set, const struct check_request *q,
	    const struct place *place);

#endif
