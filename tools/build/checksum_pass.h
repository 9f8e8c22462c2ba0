/*
 * Reads the contents of a plan for the first time: sizes, sums and times.
 */
#ifndef BUILD_CHECKSUM_PASS_H
#define BUILD_CHECKSUM_PASS_H

#include "build/plan.h"
#include "model/prototype.h"

/*
 * Reads the MEMORY and FILE contents of a plan, on all processors, and puts
 * size and sum into its objects; the time too, where the object has none; and
 * digests if the plan wants them.  Those of MEMBER contents are known since the
 * archive was opened.  False after adding findings, at the places where the
 * prototype p names the objects.
 */
bool checksum_plan(
    struct plan *plan, const struct prototype *p, struct diag *d);

#endif
