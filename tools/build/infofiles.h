/*
 * Checks the information files of a plan by the rules of their formats.
 */
#ifndef BUILD_INFOFILES_H
#define BUILD_INFOFILES_H

#include "build/plan.h"

/*
 * Reads depend(4), compver(4), space(4) and copyright(4) among the plan's
 * objects and adds what is wrong with them to d.
 */
void infofiles_check(const struct plan *plan, struct diag *d);

#endif
