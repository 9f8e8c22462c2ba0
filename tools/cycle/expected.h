/*
 * What the root should be after an installation: a tree or archive of files,
 * or what other packages install, such as the product that a patch has to lead
 * to, or a version that was not updated to but installed at once.
 */
#ifndef CYCLE_EXPECTED_H
#define CYCLE_EXPECTED_H

#include "cycle/cycle_step.h"

/*
 * Compares a root after the installation with what the request expects, and
 * adds the differences to the result: objects that are missing, of another
 * type, with other contents or another target, and where packages are expected
 * also with other modes or owners.  An update is compared with a fresh
 * installation as well; what only the old version had is no difference, but
 * left behind.  False after findings.
 */
bool expected_compare(
    struct cycle *c, const struct snapshot *installed, struct diag *d);

#endif
