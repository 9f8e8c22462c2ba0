/*
 * What the types and actions of a manifest's files allow.
 */
#ifndef MANIFEST_MANIFEST_FILE_H
#define MANIFEST_MANIFEST_FILE_H

#include <stdbool.h>

#include "manifest/manifest.h"

/*
 * Calls report(ctx, f, text) for each attribute of f that its type or action
 * excludes, and for each that it lacks.
 */
void manifest_file_check(const struct manifest_file *f, bool is_patch,
    void (*report)(void *, const struct manifest_file *, const char *),
    void *ctx);

#endif
