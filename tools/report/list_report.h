/*
 * A list of objects on standard output, in three forms.
 */
#ifndef REPORT_LIST_REPORT_H
#define REPORT_LIST_REPORT_H

#include "inspect/listing.h"

/*
 * A table for people, or with as_pkgmap the lines of the pkgmap.  with_names:
 * the name of each package stands above its objects.
 */
void list_print_text(const struct listing *list, const struct package_reader *s,
    bool with_names, bool as_pkgmap);

/*
 * For programs; pkgstream-list(1) documents the fields.  When failed has errors
 * they are printed with the objects, of which list may have none.
 */
void list_print_json(const struct listing *list, const struct package_reader *s,
    const struct diag *failed);

#endif
