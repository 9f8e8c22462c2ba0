/*
 * The names of information files that the package tools read.
 */
#ifndef MODEL_INFO_NAME_H
#define MODEL_INFO_NAME_H

#include <stdbool.h>

/*
 * Is it the name of one that packagers write, a class action script among them?
 * pkginfo is one, pkgmap is not.
 */
bool info_name_is_known(const char *name);

/*
 * The name that was meant: one that is close, differs in capitals or is that of
 * another system (`postinst').  NULL when it is known, or none is close.
 */
const char *info_name_meant(const char *name);

#endif
