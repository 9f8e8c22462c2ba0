/*
 * Tells states of roots apart from which the tools may do different things.
 */
#ifndef CYCLE_STATE_KEY_H
#define CYCLE_STATE_KEY_H

#include "root/state_store.h"

/*
 * A digest of all that the state holds: two states have the same key when they
 * differ in nothing but times that are not before clock, times of directories,
 * and the comments of the contents database, which hold a date.
 */
void state_key(const struct snapshot *state, const struct state_store *store,
    const struct timespec *clock, char key[SHA256_HEX]);

#endif
