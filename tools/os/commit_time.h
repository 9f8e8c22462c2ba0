/*
 * The time of the last commit of a checkout of git.
 */
#ifndef OS_COMMIT_TIME_H
#define OS_COMMIT_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"

/*
 * Sets seconds since the epoch: the time of the last commit of the checkout
 * that the file lies in.  False after a finding, also where there is no git.
 */
bool commit_time(const char *file, int64_t *seconds, struct diag *d);

#endif
