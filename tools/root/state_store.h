/*
 * Keeps states of roots: a state is a snapshot, and a store has the contents of
 * its files, each once, whatever states and paths have it.
 */
#ifndef ROOT_STATE_STORE_H
#define ROOT_STATE_STORE_H

#include "target/snapshot.h"

struct state_store;

/*
 * A store in the directory dir, which is made when it is missing.  It also has
 * the contents of another one, below, which must outlive it and not change any
 * more; or NULL.  For state_store_close; NULL after a finding.
 */
struct state_store *state_store_open(
    const char *dir, const struct state_store *below, struct diag *d);

/*
 * Keeps the state of the directory root, of which before is an earlier snapshot
 * or NULL (snapshot_take).  A file that changes meanwhile is kept as it is at
 * some moment.  For snapshot_free; NULL after findings.
 */
struct snapshot *state_store_keep(struct state_store *store, const char *root,
    const struct snapshot *before, struct diag *d);

/*
 * Opens the contents of a file of a state for reading; -1 with errno, which is
 * EACCES for a file that could not be read.
 */
int state_store_contents(
    const struct state_store *store, const struct snapshot_node *n);

/* Forgets all states that were kept in this store; false after a finding. */
bool state_store_empty(struct state_store *store, struct diag *d);

/* The files stay.  NULL is fine. */
void state_store_close(struct state_store *store);

#endif
