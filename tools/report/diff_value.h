/*
 * The words that all forms of a comparison use for what they found.
 */
#ifndef REPORT_DIFF_VALUE_H
#define REPORT_DIFF_VALUE_H

#include "inspect/diff.h"

/* Bits of enum diff_change by name, in the order of output. */
struct diff_word {
	unsigned bit;
	const char *name;
};
extern const struct diff_word diff_words[]; /* name NULL at the end */

/*
 * One attribute of an object as text: "0644", "root", "12 bytes"; bit is one
 * of enum diff_change.  The caller frees.
 */
char *diff_value(const struct object *o, unsigned bit);

/* "mode 0644 -> 0755, contents 12 bytes -> 14 bytes"; the caller frees. */
char *diff_changes(const struct diff_object *o);

/*
 * "regular file, class none, 0644 root bin, 12 bytes": an object that only one
 * side has.  The caller frees.
 */
char *diff_describe(const struct object *o);

/* "ACMEx 1.0", name and version; the caller frees. */
char *diff_title(const struct package *p);

/* "added" when a is NULL, "removed" when b is, else "changed". */
const char *diff_change_name(const void *a, const void *b);

#endif
