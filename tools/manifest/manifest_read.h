/*
 * Reads the elements of a manifest into its struct.
 */
#ifndef MANIFEST_MANIFEST_READ_H
#define MANIFEST_MANIFEST_READ_H

#include <libxml/tree.h>

#include "manifest/manifest.h"

/*
 * Fills m, which is all zero, from the root element, and adds findings about
 * values that are no number, date or known word.  Accepts what
 * schema_check_names refuses, so that one run finds all errors; missing strings
 * stay NULL.  at has no line.
 */
void manifest_read(
    struct manifest *m, const xmlNode *root, const struct location *at);

#endif
