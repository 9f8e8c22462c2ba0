/*
 * Which instance a package becomes, and what an update takes over
 * (svr4-packaging 5.7, 6.14).
 */
#ifndef INSTALL_INSTANCE_H
#define INSTALL_INSTANCE_H

#include "run/context.h"

/* Sets instance, update and same_version; 0 or the exit code. */
int choose_instance(struct run *r);

/*
 * For an update: parameters of the instance go into the environment, and its
 * directory is put aside as .save.INSTANCE.
 */
int begin_update(struct run *r);

/* Puts the directory back, or takes what was put aside away at the end. */
void restore_saved_pkgdir(struct run *r);
void discard_saved_pkgdir(struct run *r);

#endif
