/*
 * A copy of a root.  One that was made from a state which a store keeps can
 * become other states again and again, by copying only what is different.
 */
#ifndef ROOT_ROOT_COPY_H
#define ROOT_ROOT_COPY_H

#include "root/state_store.h"
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

/* The same of a state that store keeps, which must outlive the copy as well. */
struct root_copy *root_copy_of_state(const struct state_store *store,
    const struct snapshot *state, const char *to, struct diag *d);

/*
 * The snapshot of the copy: that of the original, without what could not be
 * copied.  Valid until the next root_copy_become().
 */
const struct snapshot *root_copy_snapshot(const struct root_copy *r);

/* The copy's directory. */
const char *root_copy_path(const struct root_copy *r);

/*
 * Makes the copy, whatever it is now, a copy of another state of its store,
 * which must outlive it.  False after findings.
 */
bool root_copy_become(
    struct root_copy *r, const struct snapshot *state, struct diag *d);

/* Removes the copy, unless keep is set, and frees; NULL is fine. */
void root_copy_free(struct root_copy *r, bool keep);

#endif
