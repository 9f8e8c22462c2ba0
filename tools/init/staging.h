/*
 * Sources that appear in a directory only when all of them are complete.
 * Until then they are in a temporary directory in it.
 */
#ifndef INIT_STAGING_H
#define INIT_STAGING_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"

struct staging;

/*
 * Begins with the directory, which is made when it is missing.  NULL after a
 * finding; for staging_commit() or staging_discard().
 */
struct staging *staging_begin(const char *dir, struct diag *d);

/* The path of the temporary directory. */
const char *staging_path(const struct staging *st);

/* Writes a file below it; directories are made.  False after a finding. */
bool staging_write(struct staging *st, const char *name, const struct buf *text,
    struct diag *d);

/*
 * Moves everything to the directory and frees st.  force: files and
 * directories of the same names are replaced; otherwise they are a finding
 * each and nothing is moved.  wrote, unless NULL, is called with each path.
 */
bool staging_commit(struct staging *st, bool force,
    void (*wrote)(const char *path), struct diag *d);

/* Removes the temporary directory, and frees st; NULL is fine. */
void staging_discard(struct staging *st);

#endif
