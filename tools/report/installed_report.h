/*
 * Installed packages and their parameters, as pkginfo(1) and pkgparam(1) print
 * them for scripts.
 */
#ifndef REPORT_INSTALLED_REPORT_H
#define REPORT_INSTALLED_REPORT_H

#include <stdio.h>

#include "target/installed.h"

enum installed_form {
	INSTALLED_LINE,  /* category, instance, title */
	INSTALLED_BRIEF, /* -x: instance, title, architecture, version */
	INSTALLED_LONG   /* -l: a line for each parameter */
};

void installed_print(
    const struct installed *i, enum installed_form form, FILE *out);

/*
 * Prints the values of the n parameters that are named, a line each, with
 * with_names as NAME='value'; without names all parameters as NAME=value.  A
 * parameter that is not set counts as empty.  False when there was one.
 */
bool params_print(const struct pkginfo *info, char *const *names, size_t n,
    bool with_names, FILE *out);

#endif
