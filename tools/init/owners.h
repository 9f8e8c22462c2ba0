/*
 * Whose the files of an archive are: those of a package of another system keep
 * their owners; whoever made another archive is of no interest.
 */
#ifndef INIT_OWNERS_H
#define INIT_OWNERS_H

#include "init/inventory.h"
#include "init/origin.h"
#include "init/settings.h"

/*
 * Leaves the owners that are to be kept in the inventory of a tree or archive;
 * origin is what it says as a package, or NULL.  Owners that options give come
 * before them.
 */
void owners_keep(struct inventory *inv, const struct origin *origin,
    const struct init_settings *given);

/* Warns of owners that a new Solaris does not have. */
void owners_check(
    const struct inventory *inv, const char *source, struct diag *d);

#endif
