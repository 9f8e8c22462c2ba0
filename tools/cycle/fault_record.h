/*
 * A file that notes the trials of fault campaigns as they are made, so that a
 * run which was interrupted can be gone on with.
 */
#ifndef CYCLE_FAULT_RECORD_H
#define CYCLE_FAULT_RECORD_H

#include "cycle/fault_orders.h"

struct fault_record;

/*
 * Opens the file for the trials of a request, or makes it.  It is a finding
 * when it has those of other packages, of another program, or of a request that
 * gives other roots, and when another run is at work with it.  For
 * fault_record_close; NULL after findings.
 */
struct fault_record *fault_record_open(
    const char *path, const struct cycle_request *request, struct diag *d);

/*
 * Does it have the trial, in a root of this mode (cycle_mode_name)?  *text gets
 * what was lost, or NULL; it belongs to the record.
 */
bool fault_record_find(const struct fault_record *record, const char *mode,
    const struct trial_order *order, const char **text);

/* Adds a trial; text says what was lost, NULL: nothing.  False with errno. */
bool fault_record_add(struct fault_record *record, const char *mode,
    const struct trial_order *order, const char *text);

/* Removes the file when nothing is left to do.  NULL is fine. */
void fault_record_close(struct fault_record *record, bool is_complete);

#endif
