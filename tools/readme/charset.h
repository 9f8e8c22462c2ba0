/*
 * Character sets of a page: UTF-8, and those of consoles of Solaris.
 */
#ifndef README_CHARSET_H
#define README_CHARSET_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"

/*
 * The name of the character set as pages declare it, or NULL when it is none
 * of UTF-8, EUC-JP and ISO-8859-1; case does not matter.
 */
const char *charset_find(const char *name);

/*
 * Appends the text, which is UTF-8, in a character set of charset_find().  What
 * it lacks becomes a reference like &#12354; with references, else `?' and one
 * warning, which names the character set and the file.
 */
void charset_encode(const char *charset, const struct buf *text,
    bool references, const char *file, struct buf *out, struct diag *d);

#endif
