/*
 * A copy of a root that can be reset to the state of the original again and
 * again, by copying only what has changed.
 */
#ifndef ROOT_ROOT_COPY_H
#define ROOT_ROOT_COPY_H

#include "target/snapshot.h"

struct root_copy;

/*
 * Copies the root from, of which state is a current snapshot, to the directory
 * to, which must not exist yet: contents, modes, owners when we may give files
 * away, modification times, hard and symbolic links, pipes, sockets, and
 * devices when we may make them.  Symbolic links are not followed.  from and
 * state must outlive the copy.  For root_copy_free(); NULL after findings.
 */
struct root_copy *root_copy_new(const char *from, const struct snapshot *state,
    const char *to, struct diag *d);

/*
 * The snapshot of the copy: that of the original, without what could not be
 * copied.  Valid until the next root_copy_reset().
 */
const struct snapshot *root_copy_snapshot(const struct root_copy *r);

/* The copy's directory. */
const char *root_copy_path(const struct root_copy *r);

/* Undoes all changes of the copy.  False after findings. */
bool root_copy_reset(struct root_copy *r, struct diag *d);

/* Removes the copy, unless keep is set, and frees; NULL is fine. */
void root_copy_free(struct root_copy *r, bool keep);

#endif
