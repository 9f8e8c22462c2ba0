/*
 * What the grammars of awk and sed say about a program.
 */
#ifndef SYNTAX_PLACE_H
#define SYNTAX_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/* A place in a program, and what stands there or was expected. */
struct syntax_place {
	bool found;
	size_t at;
	char text[160];
};

/* Keeps the first place of its kind; a long text is cut. */
void syntax_note(
    struct syntax_place *place, size_t at, const char *text, size_t len);

#endif
