/*
 * The first pass over the payload: sizes, sums and times of all contents.
 */
#ifndef BUILD_CHECKSUM_PASS_H
#define BUILD_CHECKSUM_PASS_H

#include "build/plan.h"
#include "model/prototype.h"

/*
 * Measures the MEMORY and FILE contents of a plan, on all processors, and puts
 * size and sum into its objects; the time too, where the object has none; and
 * digests where the plan has room for them.  MEMBER contents were measured
 * when the archive was opened.  False after adding findings, at the places
 * where the prototype p names the objects.
 */
bool checksum_plan(
    struct plan *plan, const struct prototype *p, struct diag *d);

#endif
