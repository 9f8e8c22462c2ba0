/*
 * The notes of a manifest: what its readme tells besides names and numbers.
 */
#ifndef MANIFEST_MANIFEST_NOTES_H
#define MANIFEST_MANIFEST_NOTES_H

#include <libxml/tree.h>

#include "manifest/manifest.h"

/* Fills m->notes from its element; at is without a line. */
void manifest_read_notes(
    struct manifest *m, const xmlNode *node, const struct location *at);

/* Adds findings about texts, file names and addresses. */
void manifest_check_notes(const struct manifest *m, const struct location *at);

void manifest_clear_notes(struct manifest *m);

#endif
