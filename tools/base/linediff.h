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
 * Texts with more changed lines than this are shown as removed and added as a
 * whole (but for what they have in common at both ends), since memory and time
 * grow with the square of the number.
 */
#define LINEDIFF_CHANGES_MAX 1000

/* All lines beyond this many count as one line. */
#define LINEDIFF_LINES_MAX 200000

/*
 * Appends the hunks that lead from a to b, with so many lines of context
 * around each change; nothing when the texts are equal.
 */
void linediff(const char *a, size_t alen, const char *b, size_t blen,
    size_t context, struct buf *out);

/*
 * Is it a text?  It has no NUL, and at most one byte in a hundred is another
 * control character.
 */
bool linediff_is_text(const char *data, size_t len);

#endif
