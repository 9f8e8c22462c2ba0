/*
 * Lists of lines, as the expected files of a scenario have them.
 */
#ifndef GOLDEN_LINES_H
#define GOLDEN_LINES_H

#include <stdbool.h>
#include <stddef.h>

struct lines {
	char **v;
	size_t n;
};

void lines_add(struct lines *l, const char *text);
void lines_addf(struct lines *l, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));
void lines_sort(struct lines *l);
void lines_unique(struct lines *l); /* of a sorted list */
void lines_free(struct lines *l);

/* The lines of a text or of a file; none when it is not there. */
struct lines lines_split(const char *text);
struct lines lines_read(const char *path);

/* The whole file; NULL when it is not there; the caller frees. */
char *read_text(const char *path);

bool lines_equal(const struct lines *a, const struct lines *b);

/* Lines that only one of them has, as `- ` and `+ `. */
void lines_print_difference(
    const struct lines *expected, const struct lines *seen);

#endif
