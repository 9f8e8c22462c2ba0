/*
 * The three forms of a comparison.
 */
#ifndef CMD_DIFF_H
#define CMD_DIFF_H

#include "inspect/diff.h"

void diff_print(const struct diff *diff);
void diff_print_json(const struct diff *diff);
void diff_print_html(const struct diff *diff);

/* Bits of enum diff_change by name, in the order to tell them. */
struct diff_word {
	unsigned bit;
	const char *name;
};
extern const struct diff_word diff_words[]; /* name NULL at the end */

/*
 * The attribute on one side as text: `0644', `root', `12 bytes'.  The caller
 * frees.
 */
char *diff_value(const struct object *o, unsigned bit);

/* `mode 0644 -> 0755, contents 12 -> 14 bytes'; the caller frees. */
char *diff_changes(const struct diff_object *o);

/* `f none 0644 root bin 12 bytes' of an object on one side only. */
char *diff_describe(const struct object *o);

/* `ACMEx 1.0'; the caller frees. */
char *diff_title(const struct package *p);

#endif
