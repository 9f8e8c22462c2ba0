/*
 * A root that is a copy of another one, and becomes so again as often as
 * wanted.
 */
#ifndef REHEARSE_REPLICA_H
#define REHEARSE_REPLICA_H

#include "rehearse/state.h"

struct replica;

/*
 * Copies the root from, whose state is what it is now, into the new directory
 * to: contents, modes, owners where we may give files away, times of files to
 * the nanosecond, hard and symbolic links, pipes, sockets' names, devices
 * where we may make them.  No link is followed.  from and state stay the
 * caller's and must outlive the replica.  NULL after adding findings.
 */
struct replica *replica_new(const char *from, const struct state *state,
	    const char *to, struct diag *d);

/* The state of the copy: the same as that of the original, but for what
 * could not be copied.  Valid until the next replica_reset. */
const struct state *replica_state(const struct replica *r);

/* The copy's directory. */
const char *replica_root(const struct replica *r);

/* Makes it a copy again; only what changed is copied. */
bool	replica_reset(struct replica *r, struct diag *d);

/* Takes the copy away, unless keep is set; frees. */
void	replica_free(struct replica *r, bool keep);

/* Takes a tree away, whatever its modes; false with errno set. */
bool	tree_remove(const char *path);

#endif
