/*
 * Completion of the command line by a shell, from the tables.
 */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "cli/opt.h"

/* What completes an argument. */
enum completes { COMPLETES_NOTHING, COMPLETES_FILE, COMPLETES_DIRECTORY };

/* The same for the argument of an option, by its name in the table. */
enum completes completes(const struct opt *o);

void completion_bash(void);
void completion_zsh(void);

#endif
