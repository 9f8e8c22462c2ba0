/*
 * Text for people: columns, widths, what a terminal may be shown.
 */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include <stdio.h>

#include "model/object.h"

/*
 * Columns of standard output: COLUMNS or the terminal's; 80 when it is none.
 */
int text_width(void);

/* `-rwxr-xr-x' for an object, as ls(1) shows it; `-' and blanks: no mode. */
void text_mode(char out[11], const struct object *o);

/* `12 bytes', `1.2 MiB' */
void text_size(char out[32], uint64_t bytes);

/*
 * Prints label, a gap up to column indent, and the text wrapped at blanks to
 * width columns, further lines indented as well.  A label that is too long
 * has a line of its own.
 */
void text_field(
    FILE *out, const char *label, const char *text, int indent, int width);

#endif
