/*
 * What the root should be after an installation: a tree of files, or what
 * another package installs, such as the product that a patch has to lead to.
 */
#ifndef CYCLE_EXPECTED_H
#define CYCLE_EXPECTED_H

#include "cycle/cycle_step.h"

/*
 * Compares a root after the installation with what the request expects, and
 * adds the differences to the result: objects that are missing, of another
 * type, with other contents or another target.  Does nothing when the request
 * expects nothing.  False after findings.
 */
bool expected_compare(
    struct cycle *c, const struct snapshot *installed, struct diag *d);

#endif
