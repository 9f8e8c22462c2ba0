/*
 * Commands that scripts have called and that are not there, or that do nothing
 * in a rehearsal.
 */
#ifndef RUN_MISSING_COMMANDS_H
#define RUN_MISSING_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

/* The line above the commands, and how the line ends that is above errors. */
#define MISSING_COMMANDS_TITLE "commands of Solaris that are not there:"
#define SCRIPT_ERRORS_TITLE    " has written to standard error:"

struct context;
struct script;

struct missing_command {
	char *name, *script;
	size_t line;      /* of the script, from 1; 0: not known */
	bool did_nothing; /* it ended with 0, or else was not found */
	size_t times;
};

struct missing_commands {
	struct missing_command *v;
	size_t n;
};

/*
 * Looks in what a script has written to standard error for what its shell says
 * about commands that were not found.
 */
void missing_commands_find(
    struct missing_commands *m, const struct script *s, const char *errors);

/*
 * Takes over what the commands that stand for missing ones have written to the
 * file calls, and empties it: lines `none NAME' and `nothing NAME'.
 */
void missing_commands_read(
    struct missing_commands *m, const struct script *s, const char *calls);

/* Prints them as errors of ctx and forgets them. */
void missing_commands_print(struct missing_commands *m, struct context *ctx);

void missing_commands_free(struct missing_commands *m);

#endif
