/*
 * The steps of manifest_parse, which have a file each.
 */
#ifndef MODEL_MANIFEST_PRIVATE_H
#define MODEL_MANIFEST_PRIVATE_H

#include <libxml/tree.h>

#include "model/manifest.h"

/*
 * Fills m, which is all zero, from the root element.  Tolerates what the
 * schema forbids, so that one run finds both kinds of faults; strings that
 * are missing stay NULL.
 */
void manifest_read(
    struct manifest *m, const xmlNode *root, const char *file, struct diag *d);

/* Sense checks: what no schema can tell.  Strings that are NULL pass. */
void manifest_check(const struct manifest *m, const char *file, struct diag *d);

/* The rule behind every finding. */
#define MANIFEST_RULE "pkgstream-manifest(5)"

#endif
