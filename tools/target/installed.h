/*
 * The packages of a target, as var/sadm/pkg has them.
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
	bool partial; /* has one of the lock files */
};

struct installations {
	struct installed *v; /* by instance */
	size_t n;
};

/* Instances whose pkginfo can be read; others are none. */
struct installations *installations_read(const struct target *t);

struct installed *installations_find(
    const struct installations *all, const char *instance);

/* Is it an instance of the package: PKG or PKG.ext? */
bool is_instance_of(const char *instance, const char *package);

/*
 * Does a name of the command line mean it?  `PKG.*` and `PKG*` mean all
 * instances of PKG, `all` means everything (pkgnmchk in libadm).
 */
bool instance_matches_name(const char *instance, const char *name);

/*
 * Is it an instance of this architecture and version (NULL: any)?  Versions
 * that its compver file names count, too (svr4-packaging 5.3).
 */
bool installed_matches(const struct target *t, const struct installed *i,
    const char *package, const struct depend_version *version);

void installations_free(struct installations *all);

#endif
