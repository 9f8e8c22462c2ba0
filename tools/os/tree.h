/*
 * Whole trees of files.  No symbolic link is followed.
 */
#ifndef OS_TREE_H
#define OS_TREE_H

#include <stdbool.h>

#include "base/diag.h"

#define TREE_DEPTH_MAX 200 /* directories below each other */

/*
 * Copies a tree with its hard and symbolic links, pipes and devices; sockets
 * are left out.  keep: with modes, times and, for root, owners; otherwise with
 * the caller's owner and umask and the current time, as `cp -r' does.  False
 * after findings; a part may have been copied.
 */
bool tree_copy(const char *from, const char *to, bool keep, struct diag *d);

/*
 * Removes a tree, also directories whose modes forbid it; that it does not
 * exist is no error.  False with errno when something is left.
 */
bool tree_remove(const char *path);

/* Removes a temporary tree; what is left is told on standard error. */
void tree_discard(const char *path);

#endif
