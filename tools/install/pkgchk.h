/*
 * pkgchk: compares objects with the contents database, or the files of a
 * package that is not installed with its pkgmap.
 */
#ifndef INSTALL_PKGCHK_H
#define INSTALL_PKGCHK_H

#include <stdbool.h>
#include <stdio.h>

#include "run/exit_code.h"
#include "stream/package_reader.h"
#include "target/target.h"

/* What -m and -e name, read from their files. */
struct pkgchk_map {
	const struct pkgmap *map;
	const struct pkginfo *params; /* NULL: without -e */
};

struct pkgchk_request {
	const char **names; /* instances, patterns; none: all */
	size_t nnames;
	const char **paths; /* -p; none: all.  `/opt/x*` is a prefix */
	size_t npaths;
	const char **parts; /* -P: texts that a pathname contains */
	size_t nparts;
	const char *source; /* -d: a package that is not installed */
	const char *map;    /* -m: a pkgmap in place of the database */
	const char *params; /* -e: a file of parameters for it */
	bool list;          /* -l */
	bool attributes;    /* -a: only attributes */
	bool contents;      /* -c: only contents */
	bool fix;           /* -f */
	bool no_editable;   /* -n: not the contents of e and v files */
	bool quiet;         /* -q: missing objects are not reported */
	bool verbose;       /* -v */
	bool exclusive;     /* -x */
};

/*
 * Checks (or with list prints) the objects of the database that the request
 * selects.  Returns EXIT_OK, EXIT_FATAL when one differs, or EXIT_INTERNAL
 * when the database cannot be read.
 */
int pkgchk_installed(const struct target *t, const struct pkgchk_request *q,
    FILE *out, FILE *err);

/*
 * The same for the objects of a pkgmap.  With parameters, variables in paths,
 * owners and groups are replaced, relative paths are below BASEDIR, and only
 * objects of CLASSES are looked at.
 */
int pkgchk_map(const struct target *t, const struct pkgchk_map *map,
    const struct pkgchk_request *q, FILE *out, FILE *err);

/*
 * The same for the files of a package that was unpacked into dir/NAME; false
 * when one differs from the pkgmap.
 */
bool pkgchk_unpacked(const struct package *p, const char *dir,
    const struct pkgchk_request *q, FILE *out, FILE *err);

#endif
