/*
 * Installs the objects of a package, part by part and class by class
 * (svr4-packaging 6.1 step 13, 6.6).
 */
#ifndef INSTALL_INSTALL_OBJECTS_H
#define INSTALL_INSTALL_OBJECTS_H

#include "install/installation.h"

/* A step: all parts; 0, or the exit code after messages. */
int install_parts(struct installation *in);

#endif
