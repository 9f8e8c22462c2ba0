/*
 * Programs of sed of System V Release 4.
 */
#ifndef SYNTAX_SED_H
#define SYNTAX_SED_H

#include "syntax/place.h"

/* The first of each kind. */
struct sed_check {
	struct syntax_place error;   /* the mistake, and what was expected */
	struct syntax_place escape;  /* that only the sed of GNU knows */
	struct syntax_place literal; /* of an expression, not taken as meant */
	struct syntax_place label; /* of more than 7 characters, or with `;' */
	struct syntax_place ignored; /* what sed does not even read */
};

/*
 * Parses a program; the text stays the caller's.  What several -e give is one
 * program, with a NUL between the parts.
 */
void sed_parse(struct sed_check *c, const char *text, size_t len);

#endif
