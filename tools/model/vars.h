/*
 * Variables in pathnames and attributes of a prototype(4) and a pkgmap(4).
 * Build variables begin with a small letter and are replaced by pkgmk; install
 * variables begin with a capital letter and are replaced by pkgadd
 * (svr4-packaging 3.5, 5.1).
 */
#ifndef MODEL_VARS_H
#define MODEL_VARS_H

#include "model/pkginfo.h"

enum vars_time {
	VARS_BUILD,   /* build variables are replaced, others stay */
	VARS_INSTALL, /* both are, and build variables have no value */
	VARS_ANY      /* both are; variables without a value stay */
};

/*
 * Replaces the components `$NAME' of a path by their values in vars.  Returns
 * the new path, which the caller frees.  NULL when a variable that has to be
 * replaced has no value or an empty one; *missing then points to its `$'
 * inside path.
 */
char *vars_path(const char *path, const struct pkginfo *vars,
    enum vars_time when, const char **missing);

/*
 * Replaces each $NAME anywhere in a text, the arguments of a `!' command of a
 * prototype; without a value it becomes empty.  The caller frees.
 */
char *vars_text(const char *text, const struct pkginfo *vars);

/* Sets the parameter of NAME=VALUE; false when the text is none. */
bool vars_assign(struct pkginfo *params, const char *text);

#endif
