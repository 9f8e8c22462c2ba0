/*
 * The command lines with which a cycle runs this program as pkgadd, pkgrm and
 * pkgchk on a root, and their environment.
 */
#ifndef CYCLE_TOOL_COMMAND_H
#define CYCLE_TOOL_COMMAND_H

#include "cycle/cycle.h"

/* The words of a command, NULL at the end; for command_free(). */
struct command_line {
	char **v;
	size_t n, size;
};

/* Installs the packages of the request; all packages of another source. */
struct command_line command_add(const struct cycle *c, const char *root);
struct command_line command_add_other(
    const struct cycle *c, const char *root, const char *source);

/* The same in an alternate root of its own, to see what a source installs. */
struct command_line command_add_expected(
    const struct cycle *c, const char *root, const char *source);

/*
 * Removes those packages of the request that are installed, the last one first;
 * without words (n is 0) when none is.
 */
struct command_line command_remove(const struct cycle *c, const char *root);

/* Checks all that is installed. */
struct command_line command_check(const struct cycle *c, const char *root);

void command_free(struct command_line *command);

/* A copy of the environment with another TMPDIR; for environment_free(). */
char **environment_new(const char *temporary);
void environment_free(char **env);

#endif
