/*
 * pkgchk: are the objects of the database, or of a package not installed, as
 * they should be?
 */
#ifndef INSTALL_PKGCHK_H
#define INSTALL_PKGCHK_H

#include "root/exec_env.h"
#include "run/context.h"

struct pkgchk_request {
	const char **names; /* instances, patterns; none: all */
	size_t nnames;
	const char **paths; /* -p; none: all.  `/opt/x*` is a prefix */
	size_t npaths;
	const char **parts; /* -P: texts that a path has */
	size_t nparts;
	const char *source; /* -d: a package that is not installed */
	bool list;          /* -l */
	bool attributes;    /* -a: only attributes */
	bool contents;      /* -c: only contents */
	bool fix;           /* -f */
	bool no_editable;   /* -n: contents of e and v */
	bool quiet;         /* -q: not about missing ones */
	bool verbose;       /* -v */
	bool exclusive;     /* -x */
};

/* The exit code of pkgchk. */
int session_pkgchk(const struct settings *set, const struct pkgchk_request *q);

/* The same in the place where it is. */
int pkgchk_run(const struct settings *set, const struct pkgchk_request *q,
    const struct exec_env *place);

#endif
