/*
 * Laying down the objects of a package, part by part and class by class
 * (svr4-packaging 6.1 step 13, 6.6).
 */
#ifndef INSTALL_INSTALL_OBJECTS_H
#define INSTALL_INSTALL_OBJECTS_H

#include "run/context.h"

/* One part of the package, from 1; 0 or the exit code. */
int install_part(struct run *r, unsigned part);

/* The number of the last part. */
unsigned last_part(const struct run *r);

#endif
