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

/*
 * Installs the packages of a source, in a root as the request has it, or in an
 * alternate one, which gives the same files, whatever the scripts see.
 */
struct command_line command_add(
    const struct cycle *c, const struct cycle_source *source, const char *root);
struct command_line command_add_files(
    const struct cycle *c, const struct cycle_source *source, const char *root);

/*
 * Removes those packages of a source that are installed, the last one first;
 * without words (n is 0) when none is.
 */
struct command_line command_remove(
    const struct cycle *c, const struct cycle_source *source, const char *root);

/* Is one of its packages installed? */
bool source_is_installed(const struct cycle_source *source, const char *root);

/* Checks all that is installed. */
struct command_line command_check(const struct cycle *c, const char *root);

void command_free(struct command_line *command);

/* The command, which runs scripts, appends their times to a file. */
void command_record_times(struct command_line *command, const char *file);

/* A copy of the environment with another TMPDIR; for environment_free(). */
char **environment_new(const char *temporary);
void environment_free(char **env);

#endif
