/*
 * Lines, words and numbers of a text: what the parsers of pkginfo, pkgmap,
 * contents, admin and depend files are made of.  Nothing is copied or changed;
 * a slice points into the text.
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Characters of a text; not terminated by NUL. */
struct slice {
	const char *p;
	size_t len;
};

/* The arguments of `%.*s' in a format. */
#define SLICE_ARGS(s) (int)(s).len, (s).p

/*
 * The next line of text, without its newline; *text moves behind it.  The last
 * line need not have a newline.  False at the end of the text.
 */
bool line_next(struct slice *text, struct slice *line);

/*
 * The next word of text, that is, what stands between characters of
 * separators; *text moves behind it.  False when none is left.
 */
bool word_next(struct slice *text, const char *separators, struct slice *word);

/* Is word one of the words of list?  A NULL list has none. */
bool words_contain(
    const char *list, const char *separators, const char *word, size_t len);

/* Is it exactly this text? */
bool slice_equals(struct slice s, const char *text);

/* Without the separators at both ends. */
struct slice slice_trim(struct slice s, const char *separators);

/* A copy with a NUL; the caller frees. */
char *slice_dup(struct slice s);

/*
 * Reads a whole slice as an unsigned number of the base (8, 10 or 16): digits
 * only, no sign, no blank, no prefix, and not more than max.  False when it is
 * none or exceeds max; *n is unchanged then.
 */
bool number_parse(struct slice s, unsigned base, uint64_t max, uint64_t *n);

/* The same for a decimal number that may have a sign. */
bool number_parse_signed(struct slice s, int64_t *n);

#endif
