/*
 * The forms of a verb, as they stand in its table: `[options] -f FILE [PKG]`.
 */
#ifndef CLI_SYNOPSIS_H
#define CLI_SYNOPSIS_H

#include <stdbool.h>
#include <stddef.h>

/* What is never parted: a word, all in brackets, an option and its argument. */
struct synopsis_item {
	const char *text;
	size_t len;
	bool begins; /* a form */
};

/*
 * The next item from *rest on, which is moved behind it; false at the end.
 * *rest begins as the synopsis of a verb, and item as zeros.
 */
bool synopsis_next(const char **rest, struct synopsis_item *item);

#endif
