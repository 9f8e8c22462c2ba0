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
 * are left out.  keep: with owners (for root), modes and times; otherwise as
 * `cp -r' leaves it, with the time of now and our own.  False after findings;
 * then a part may have been copied.
 */
bool tree_copy(const char *from, const char *to, bool keep, struct diag *d);

/*
 * Removes a tree, whatever the modes of its directories; it is no error when
 * there is none.  False with errno set when something is left.
 */
bool tree_remove(const char *path);

#endif
