/*
 * What a manual page has from the tables of verbs and options, in mdoc(7).  The
 * pages in man/ have a marker line for each part, which tools/page.sh replaces.
 */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "cli/verb.h"

/*
 * Prints the part "synopsis", "options" or "verbs" of the page of a verb; false
 * when it has no such part.
 */
bool manual_print(const struct verb *v, const char *part);

#endif
