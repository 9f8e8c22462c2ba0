/*
 * The parameters of a new package, as pkgmk resolves them
 * (svr4-packaging 4.3).
 */
#ifndef BUILD_PARAMS_H
#define BUILD_PARAMS_H

#include "model/object.h"
#include "model/pkginfo.h"

/*
 * Merges into the parameters of a pkginfo file: those of options in front,
 * then the file's own, then VAR=value over both; and supplies VERSION, PSTAMP
 * and CLASSES where they are missing, from time (seconds) and the objects,
 * never from clock or host.  `none' becomes the first class.  The caller frees.
 */
struct pkginfo *params_resolve(const struct pkginfo *file,
    const struct pkginfo *first, const struct pkginfo *vars,
    const struct objects *objects, int64_t time, const char *name,
    struct diag *d);

#endif
