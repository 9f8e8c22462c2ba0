/*
 * Checks of a plan that need no more than its objects and their sources.  All
 * add findings to d, at the places where the prototype p names the objects.
 */
#ifndef BUILD_PLAN_CHECK_H
#define BUILD_PLAN_CHECK_H

#include "build/plan.h"
#include "model/prototype.h"

/* That a line of the pkgmap can describe every object. */
void plan_check_lines(
    const struct plan *plan, const struct prototype *p, struct diag *d);

/* The same, part numbers, and that objects lie in directories only. */
void plan_check_objects(
    const struct plan *plan, const struct prototype *p, struct diag *d);

/* Every class is in the parameter CLASSES; severity if one is not. */
void plan_check_classes(const struct plan *plan, const struct prototype *p,
    enum severity severity, struct diag *d);

/*
 * Warns about directories above an object that have no entry of their own:
 * nobody would own them, and an i.CLASS script finds them missing.
 */
void plan_check_parents(
    const struct plan *plan, const struct prototype *p, struct diag *d);

/*
 * Reads compver(4), copyright(4), depend(4) and space(4) where the plan has
 * them, and checks the rules of their formats.
 */
void plan_check_info_files(const struct plan *plan, struct diag *d);

/*
 * Warns of information files whose names are close to those that the package
 * tools know, as `postinstal', or to that of a class in CLASSES.
 */
void plan_check_info_names(
    const struct plan *plan, const struct prototype *p, struct diag *d);

#endif
