/*
 * One object of the database for people (pkgchk -l).
 */
#ifndef INSTALL_PKGCHK_LIST_H
#define INSTALL_PKGCHK_LIST_H

#include <stdio.h>

#include "model/contents.h"

void pkgchk_print_entry(const struct entry *e, const char *path, FILE *out);

#endif
