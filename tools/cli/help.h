/*
 * Help, printed from the tables of verbs and options.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli/verb.h"

/* The help of a verb, of a group or of the program. */
void help_print(const struct verb *v, FILE *out);

#endif
