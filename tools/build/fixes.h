/*
 * The fixes of a manifest as an information file, so that whoever has the
 * package, or the system on which it is installed, can read what they are.
 */
#ifndef BUILD_FIXES_H
#define BUILD_FIXES_H

#include "build/plan.h"
#include "model/manifest.h"

/*
 * Adds the file `fixes' to a plan: a number, the reference, and the text in
 * both languages.  Nothing happens without fixes, or when the prototype brings
 * a file of that name.
 */
void fixes_add(const struct manifest *m, struct plan *plan);

/* Their numbers, each with `:REFERENCE' where there is one; caller frees. */
char *fixes_list(const struct manifest *m);

#endif
