/*
 * Programs of nawk, the awk of System V Release 4, and what the older awk
 * beside it lacks.
 */
#ifndef SYNTAX_AWK_H
#define SYNTAX_AWK_H

#include "syntax/place.h"

#define AWK_DEPTH_MAX 200 /* levels of nesting */

/* The first of each kind. */
struct awk_check {
	struct syntax_place error;    /* the mistake, and what was expected */
	struct syntax_place newer;    /* what the old awk has not */
	struct syntax_place function; /* that is neither built in nor defined */
	struct syntax_place
	    pattern; /* intervals and classes in an expression */
};

/* Parses a program; the text stays the caller's. */
void awk_parse(struct awk_check *c, const char *text, size_t len);

#endif
