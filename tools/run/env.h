/*
 * The environment of scripts, which is that of the run: made from nothing,
 * never that of the caller (svr4-packaging 6.1, 6.2).
 */
#ifndef RUN_ENV_H
#define RUN_ENV_H

#include "base/buf.h"
#include "model/pkginfo.h"

struct env {
	char **v; /* NAME=value, NULL at the end */
	size_t n;
};

/* Only the caller's locale and time zone (svr4-packaging 6.1 step 2). */
struct env *env_new(void);

const char *env_get(const struct env *e, const char *name);
void env_set(struct env *e, const char *name, const char *value);
void env_unset(struct env *e, const char *name);

/* All parameters, PATH excepted. */
void env_set_all(struct env *e, const struct pkginfo *params);

/*
 * Replaces `$NAME` at the beginning of each component of a path by its value;
 * names that begin with a capital letter only, for the others belong to the
 * build (mappath in libpkg).  Double and trailing slashes go.  basedir, unless
 * NULL, stands for BASEDIR.  The caller frees.
 */
char *env_expand(const struct env *e, const char *path, const char *basedir);

void env_free(struct env *e);

#endif
