/*
 * Packages: their scripts, objects, parameters and programs.
 */
#ifndef LINT_PACKAGE_H
#define LINT_PACKAGE_H

#include "lint/lint.h"
#include "stream/package_reader.h"

#define LINT_CONTENTS_MAX (64u * 1024 * 1024) /* bytes of an object read */

/* Checks all packages of a source that was just opened, to its end. */
void lint_check_package(struct lint_findings *f, struct package_reader *s);

#endif
