/*
 * Checks the values of a manifest, each of them and whether they fit together.
 */
#ifndef MANIFEST_MANIFEST_CHECK_H
#define MANIFEST_MANIFEST_CHECK_H

#include "manifest/manifest.h"

/*
 * Adds findings.  Strings that are NULL are not checked: schema_check_names
 * has reported what is missing.  at has no line.
 */
void manifest_check(const struct manifest *m, const struct location *at);

#endif
