/*
 * Variables in paths and attributes of a prototype(4) and pkgmap(4): those
 * with a small initial letter are bound when the package is built, those with
 * a capital one when it is installed (svr4-packaging 3.5, 5.1).
 */
#ifndef MODEL_VARS_H
#define MODEL_VARS_H

#include "model/pkginfo.h"

enum vars_time {
	VARS_BUILD,   /* small initial letters only */
	VARS_INSTALL, /* capital ones; a small one is an error */
	VARS_ANY      /* all; what has no value stays as it is */
};

/*
 * Replaces the components `$NAME` of a path.  Returns the new path, which the
 * caller frees, or NULL when a variable that is due has no value; then
 * *missing points to its name inside path.
 */
char *vars_path(const char *path, const struct pkginfo *vars,
    enum vars_time when, const char **missing);

/*
 * Replaces each $NAME anywhere in a text (a `!` command of a prototype); one
 * without a value becomes empty.  The caller frees.
 */
char *vars_text(const char *text, const struct pkginfo *vars);

#endif
