/*
 * Sources to plans: a prototype with its files, or a build manifest with its
 * payload.
 */
#ifndef BUILD_BUILD_H
#define BUILD_BUILD_H

#include "build/plan.h"

#define BUILD_ROOTS_MAX 8 /* as pkgmk has it */

/* What the command line says about one package. */
struct build_request {
	const char *manifest; /* or, without one: */
	const char *prototype;
	const char *const *roots; /* searched for the objects */
	size_t nroots;
	const char *base;            /* of relative paths, below the roots */
	const char *name;            /* instance; NULL: the parameter PKG */
	const struct pkginfo *first; /* ARCH, VERSION, PSTAMP as given */
	const struct pkginfo *vars;  /* VAR=value, of all kinds */
	const char *payload;         /* of the manifest's; NULL: its own */
	bool force_class; /* an object's class need not be in CLASSES */
	int64_t time;     /* seconds; BUILD_TIME_NONE */
};

#define BUILD_TIME_NONE (-1)

/*
 * Makes a complete plan from a prototype, as pkgmk does (svr4-packaging 5.1,
 * 4.3); nothing is written.  Returns NULL after adding findings, all that
 * there are; the caller frees.
 */
struct plan *plan_from_prototype(const struct build_request *r, struct diag *d);

/* The same from a build manifest and its payload. */
struct plan *plan_from_manifest(const struct build_request *r, struct diag *d);

#endif
