/*
 * The forms of a verb, as they stand in its table: `[options] -f FILE [PKG]`.
 */
#ifndef CLI_SYNOPSIS_H
#define CLI_SYNOPSIS_H

#include <stdbool.h>
#include <stddef.h>

/* A token: a word, all in brackets, or an option with its argument. */
struct synopsis_item {
	const char *text;
	size_t len;
	bool begins; /* is the first one of a form */
};

/*
 * Returns the next token and advances *rest; false at the end.  For the first
 * call *rest is the synopsis of a verb and the item is all zeros.
 */
bool synopsis_next(const char **rest, struct synopsis_item *item);

#endif
