/*
 * The difference of two texts, line by line, in the unified format of
 * diff(1).
 */
#ifndef BASE_LINEDIFF_H
#define BASE_LINEDIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Beyond this many changed lines the search for the shortest difference ends;
 * the rest is shown as removed and added as a whole.  Memory and time grow
 * with the square of it.
 */
#define LINEDIFF_CHANGES_MAX 1000

/* Beyond this many lines texts are not compared line by line. */
#define LINEDIFF_LINES_MAX 200000

/*
 * Appends hunks (`@@', lines with ` ', `-' or `+' in front) with so many
 * lines of context.  Nothing is appended when the texts are equal.
 */
void linediff(const char *a, size_t alen, const char *b, size_t blen,
    size_t context, struct buf *out);

/* Is it a text: no NUL and few other control characters? */
bool linediff_is_text(const char *data, size_t len);

#endif
