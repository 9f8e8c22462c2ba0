/*
 * The files and directories of one package in a spool directory, in the order
 * of a datastream (svr4-packaging 1.4).
 */
#ifndef STREAM_SPOOL_WALK_H
#define STREAM_SPOOL_WALK_H

#include <stddef.h>

struct spool_walk;

/*
 * What is in the directory: the whole package; or those of its parts that are
 * on one of several volumes, each with its pkginfo.  What is in part 1 alone
 * counts on the first of them.
 */
enum spool_volume { SPOOL_WHOLE, SPOOL_FIRST, SPOOL_FURTHER };

/* Takes over fd, the package's directory.  NULL with errno set. */
struct spool_walk *spool_walk_new(
    int fd, unsigned nparts, enum spool_volume volume);

/* The package's directory; stays open until spool_walk_free(). */
int spool_walk_dir(const struct spool_walk *w);

/*
 * The next name below the package directory, which the caller frees, and the
 * part it belongs to.  pkginfo comes once for each part.  NULL at the end with
 * errno 0, or with errno set after an error.
 */
char *spool_walk_next(struct spool_walk *w, unsigned *part);

void spool_walk_free(struct spool_walk *w);

#endif
