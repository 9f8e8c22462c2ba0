/*
 * A root that is a copy of another one, and becomes so again as often as
 * wanted.
 */
#ifndef ROOT_ROOT_COPY_H
#define ROOT_ROOT_COPY_H

#include "target/snapshot.h"

struct root_copy;

/*
 * Copies the root from, whose state is what it is now, into the new directory
 * to: contents, modes, owners where we may give files away, times of files to
 * the nanosecond, hard and symbolic links, pipes, sockets' names, devices
 * where we may make them.  No link is followed.  from and state stay the
 * caller's and must outlive the replica.  NULL after adding findings.
 */
struct root_copy *root_copy_new(const char *from, const struct snapshot *state,
    const char *to, struct diag *d);

/* The state of the copy: the same as that of the original, but for what
 * could not be copied.  Valid until the next root_copy_reset. */
const struct snapshot *root_copy_snapshot(const struct root_copy *r);

/* The copy's directory. */
const char *root_copy_path(const struct root_copy *r);

/* Makes it a copy again; only what changed is copied. */
bool root_copy_reset(struct root_copy *r, struct diag *d);

/* Takes the copy away, unless keep is set; frees. */
void root_copy_free(struct root_copy *r, bool keep);

#endif
