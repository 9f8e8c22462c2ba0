/*
 * The contents database of a target: var/sadm/install/contents.
 */
#ifndef TARGET_DATABASE_H
#define TARGET_DATABASE_H

#include "model/contents.h"
#include "target/target.h"

/*
 * Reads the database, or makes an empty one when the target has none; the
 * caller frees.  NULL after findings.
 */
struct contents *database_load(const struct target *t, struct diag *d);

/*
 * Sorts the database and writes it beside the old one, then renames it.  The
 * comment at its end names the tool and the instance.  False after a finding.
 */
bool database_store(const struct target *t, struct contents *c,
    const char *tool, const char *instance, struct diag *d);

#endif
