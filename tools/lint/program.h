/*
 * A program in another language within a script: its text, collected from what
 * quotes, variables and here-documents hold, and where each part of it stands.
 */
#ifndef LINT_PROGRAM_H
#define LINT_PROGRAM_H

#include "base/buf.h"
#include "lint/script.h"

/* More unknown values are not tried in all ways. */
#define PROGRAM_HOLES_MAX 4

struct program_piece {
	const char *text; /* NULL: a value that only the target knows */
	size_t len;
	size_t at;     /* in the script */
	size_t offset; /* in the text, when that was made */
};

struct program {
	struct program_piece *pieces;
	size_t n, size, nholes;
	struct buf text;
};

#define PROGRAM_INIT ((struct program){.text = BUF_INIT})

/* Adds a word; variables that the script sets once have their value. */
void program_add(
    struct program *p, const struct script *s, const struct shell_word *w);

/* Adds what an assignment sets. */
void program_add_value(
    struct program *p, const struct script *s, const struct shell_word *value);

/* Adds a here-document. */
void program_add_document(
    struct program *p, const struct script *s, const struct shell_redirect *r);

void program_add_text(
    struct program *p, const char *text, size_t len, size_t at);

/* Adds something that is not known. */
void program_add_hole(struct program *p, size_t at);

/*
 * Makes the text, with one of n fillers for each hole: which says for all of
 * them at once, and is below program_ways().
 */
void program_make(
    struct program *p, const char *const *fillers, size_t n, size_t which);

/* In how many ways n fillers can be put into the holes. */
size_t program_ways(const struct program *p, size_t n);

/* Where an offset of the text stands in the script. */
size_t program_origin(const struct program *p, size_t offset);

/* The offset of the first hole; SIZE_MAX: there is none. */
size_t program_first_hole(const struct program *p);

void program_free(struct program *p);

#endif
