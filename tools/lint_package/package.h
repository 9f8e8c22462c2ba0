/*
 * Packages of a datastream or spool directory.
 */
#ifndef LINT_PACKAGE_PACKAGE_H
#define LINT_PACKAGE_PACKAGE_H

#include "lint/findings.h"
#include "stream/package_reader.h"

/* Checks all packages of a source that was just opened, to its end. */
void lint_check_package(struct lint_findings *f, struct package_reader *s);

#endif
