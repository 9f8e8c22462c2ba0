/*
 * Checks the values of a manifest, each of them and whether they fit together.
 */
#ifndef MODEL_MANIFEST_CHECK_H
#define MODEL_MANIFEST_CHECK_H

#include "model/manifest.h"

/*
 * Adds findings.  Strings that are NULL are not checked: schema_check_names
 * has reported what is missing.  at has no line.
 */
void manifest_check(const struct manifest *m, const struct location *at);

#endif
