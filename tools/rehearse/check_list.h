/*
 * One object of the database for people (pkgchk -l).
 */
#ifndef REHEARSE_CHECK_LIST_H
#define REHEARSE_CHECK_LIST_H

#include <stdio.h>

#include "model/contents.h"

void	check_list(const struct entry *e, const char *path, FILE *out);

#endif
