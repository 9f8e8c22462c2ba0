/*
 * The sources of a package that exists, so that build makes an equal one:
 * build manifest, prototype, pkginfo, all information files, the contents.
 */
#ifndef INIT_PACKAGE_SOURCES_H
#define INIT_PACKAGE_SOURCES_H

#include <stdbool.h>

#include "init/staging.h"
#include "stream/package_reader.h"

#define SOURCES_PAYLOAD "payload" /* directory of the contents */

/*
 * Reads the package of the source and writes its sources to the directory
 * below the staging directory, "." for that itself.  changes: parameters that
 * are set to another value.  What the sources cannot hold is a warning, what
 * makes them incomplete an error; false then.
 */
bool package_sources(struct package_reader *s, size_t package,
    const struct pkginfo *changes, struct staging *st, const char *dir,
    struct diag *d);

/*
 * Writes only contents, as package_sources does: those of the objects that
 * is_wanted tells.
 */
bool package_payload(struct package_reader *s, size_t package,
    bool (*is_wanted)(void *context, const struct object *o), void *context,
    struct staging *st, struct diag *d);

/*
 * Where the contents of an object are below the payload directory, for the
 * caller to free: its path without the first slash, unless there is a relative
 * path of that name too.
 */
char *payload_path(const struct objects *list, const struct object *o);

#endif
