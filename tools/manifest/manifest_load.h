/*
 * A build manifest together with the pkginfo(4) that it names.
 */
#ifndef MANIFEST_MANIFEST_LOAD_H
#define MANIFEST_MANIFEST_LOAD_H

#include "manifest/manifest.h"
#include "model/pkginfo.h"

/*
 * Reads and checks both; variables in the pkginfo are not replaced.  Returns
 * the manifest, which the caller frees as well as *info, or NULL after adding
 * findings.
 */
struct manifest *manifest_load(
    const char *path, struct pkginfo **info, struct diag *d);

#endif
