/*
 * What the parts of the parser of sed share: sed.c reads commands, and
 * sed_expression.c what s, y and addresses have between delimiters.
 */
#ifndef SYNTAX_SED_PARSER_H
#define SYNTAX_SED_PARSER_H

#include "base/words.h"
#include "syntax/sed.h"

#define SED_LABELS_MAX 200 /* more are not looked at */

struct sed_parser {
	struct sed_check *check;
	const char *text;
	size_t len, at;
	size_t end; /* of the line; a newline behind a backslash ends none */
	unsigned depth; /* of braces */
	int groups;     /* \( of the last regular expression */
	bool has_expression, failed;
	struct slice labels[SED_LABELS_MAX], branches[SED_LABELS_MAX];
	size_t nlabels, nbranches;
};

/* The next character of the line, or NUL at its end, without taking it. */
int sed_peek(const struct sed_parser *p);

/* Keeps the first mistake, and ends the parsing. */
void sed_fail(struct sed_parser *p, const char *expected);

/*
 * Reads a regular expression, behind its first delimiter, with the last one.
 */
void sed_read_expression(struct sed_parser *p, int delimiter);

/* The second half of s, and both halves of y. */
void sed_read_replacement(struct sed_parser *p, int delimiter);
void sed_read_characters(struct sed_parser *p, int delimiter);

#endif
