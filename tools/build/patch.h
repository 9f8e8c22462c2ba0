/*
 * What makes a package a patch that can be applied and rolled back: the generic
 * scripts of tools/scripts, the parameters that they read, and the file
 * `patchfiles' with a line for each file (docs/patch-scripts.md).
 */
#ifndef BUILD_PATCH_H
#define BUILD_PATCH_H

#include <stdbool.h>

#include "build/plan.h"
#include "manifest/manifest.h"
#include "model/pkginfo.h"
#include "model/prototype.h"

/* Do the scripts make or change it, so that it is no object of the package? */
bool patch_script_makes(const struct manifest_file *f);

/* The path of the file that a hard link of the manifest leads to; caller frees. */
char *patch_link_target(const struct manifest_file *f);

/*
 * Adds findings for changes that the scripts cannot make, alone or together:
 * what would go wrong on the target is an error here.  file is the manifest's
 * name; p the prototype of the plan's objects.
 */
void patch_check_changes(const struct manifest *m, const char *file,
    const struct prototype *p, const struct plan *plan, struct diag *d);

/* Adds the parameters of the manifest's patch to info. */
void patch_add_params(const struct manifest *m, struct pkginfo *info);

/*
 * Adds the scripts and the data file to a plan whose contents have their sums
 * and digests; postinstall and preremove of the prototype p become parts of the
 * generic ones.  file is the manifest's name.  Adds findings for what a patch
 * cannot carry.
 */
void patch_add_files(const struct manifest *m, const char *file,
    const struct prototype *p, struct plan *plan, struct diag *d);

#endif
