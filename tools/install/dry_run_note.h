/*
 * What a dry run of an installation leaves behind (svr4-packaging 6.4, -D).
 */
#ifndef INSTALL_DRY_RUN_NOTE_H
#define INSTALL_DRY_RUN_NOTE_H

#include "install/install_objects.h"

/*
 * Notes what was found and, unless the run ended with a code of its own, the
 * objects that would be installed or get other attributes.  Returns the code,
 * or EXIT_INTERNAL after a message.
 */
int note_dry_run(struct installation *in, int code);

#endif
