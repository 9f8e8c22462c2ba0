/*
 * The installed packages of a target, by var/sadm/pkg.
 */
#ifndef TARGET_INSTALLED_H
#define TARGET_INSTALLED_H

#include <stdbool.h>

#include "model/depend.h"
#include "model/pkginfo.h"
#include "target/target.h"

/* Files of an instance whose installation or removal has not ended. */
#define INSTALL_LOCK "!I-Lock!"
#define REMOVAL_LOCK "!R-Lock!"

struct installed {
	char *instance;
	struct pkginfo *info;
	bool partial; /* has one of the files above */
	/* of its compver, without blanks; NULL: not read yet */
	struct string_pool *versions;
};

struct installations {
	struct installed *v; /* sorted by instance */
	size_t n, size;
};

/*
 * The instances whose pkginfo can be read; for installations_free.  NULL after
 * a finding when the directory of packages cannot be read.
 */
struct installations *installations_read(
    const struct target *t, struct diag *d);

/* NULL: there is none, or all is NULL. */
struct installed *installations_find(
    const struct installations *all, const char *instance);

/* Is it an instance of the package: PKG or PKG.ext? */
bool is_instance_of(const char *instance, const char *package);

/*
 * Does a name of the command line select the instance?  `PKG.*` and `PKG*`
 * select all instances of PKG, `all` selects everything (pkgnmchk in libadm).
 */
bool instance_matches_name(const char *instance, const char *name);

/*
 * Is i an instance of the package with this architecture and version (NULL:
 * any)?  The versions of its compver file count as well (svr4-packaging 5.3).
 */
bool installed_matches(const struct target *t, struct installed *i,
    const char *package, const struct depend_version *version);

void installations_free(struct installations *all);

#endif
