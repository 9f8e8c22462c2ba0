/*
 * Text for people: columns, widths, what a terminal may be shown.
 */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include <stdio.h>

#include "base/diag.h"
#include "model/object.h"

/*
 * The columns that a line for the terminal on standard output may have:
 * COLUMNS, else what the terminal says, else 80.  0: it is no terminal, and
 * nothing has to fit.
 */
int text_columns(void);

/* Columns for prose, which is hard to read in long lines; 80: no terminal. */
int text_width(void);

/*
 * Lines that the terminal fd shows: LINES, else what it says, else 24.  0: it
 * is none.
 */
int text_rows(int fd);

enum text_colour {
	COLOUR_RED = 31,
	COLOUR_GREEN = 32,
	COLOUR_YELLOW = 33,
	COLOUR_CYAN = 36
};

/* What a severity has. */
enum text_colour text_colour_of(enum severity severity);

/*
 * Prints to standard output, in colour on a terminal that has them, unless
 * NO_COLOR is set and not empty (no-color.org) or TERM is `dumb'.
 */
void text_coloured(enum text_colour colour, const char *text);

/* `-rwxr-xr-x' for an object, as ls(1) shows it; `-' and blanks: no mode. */
void text_mode(char out[11], const struct object *o);

/* `12 bytes', `1.2 MiB' */
void text_size(char out[32], uint64_t bytes);

/* Columns that a text takes in a terminal that shows UTF-8. */
int text_length(const char *s);

/*
 * Prints text from column on, wrapped at blanks to width columns, further lines
 * from column indent.  A word is never broken.
 */
void text_wrapped(
    FILE *out, const char *text, int column, int indent, int width);

/*
 * Prints label, a gap up to column indent, and the text wrapped at blanks to
 * width columns, further lines indented as well.  A label that is too long
 * has a line of its own.
 */
void text_field(
    FILE *out, const char *label, const char *text, int indent, int width);

#endif
