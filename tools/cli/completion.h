/*
 * Completion of the command line by a shell, from the tables.
 */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "cli/verb.h"

/* What completes an argument. */
enum completion { COMPLETE_NOTHING, COMPLETE_FILE, COMPLETE_DIRECTORY };

/* The same for the argument of an option, by its name in the table. */
enum completion completion_of(const struct opt *o);

/* A script for bash that completes the verbs of the program. */
void completion_print_bash(const struct verb *program);

/* The same as a function for zsh. */
void completion_print_zsh(const struct verb *program);

/* The same as commands for fish. */
void completion_print_fish(const struct verb *program);

#endif
