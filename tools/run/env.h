/*
 * The environment of scripts.  It begins empty, never with that of the caller
 * (svr4-packaging 6.1, 6.2).
 */
#ifndef RUN_ENV_H
#define RUN_ENV_H

#include "base/buf.h"
#include "model/pkginfo.h"

struct env {
	char **v; /* NAME=value, NULL at the end */
	size_t n, size;
	struct string_pool names; /* with the same indices as v */
};

/*
 * A new environment with the caller's locale and time zone (svr4-packaging 6.1
 * step 2); for env_free.
 */
struct env *env_new(void);

/* The value, or NULL; valid until the variable changes. */
const char *env_get(const struct env *e, const char *name);
void env_set(struct env *e, const char *name, const char *value);

/* Sets all parameters but PATH. */
void env_set_all(struct env *e, const struct pkginfo *params);

/*
 * Replaces `$NAME` at the beginning of each component of a path by its value;
 * only names that begin with a capital letter, since the others are replaced
 * when the package is built (mappath in libpkg).  Double and trailing slashes
 * go.  basedir, unless NULL, is the value of BASEDIR.  The caller frees.
 */
char *env_expand(const struct env *e, const char *path, const char *basedir);

void env_free(struct env *e);

#endif
