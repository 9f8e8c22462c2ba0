/*
 * The command lines with which a cycle runs this program as pkgadd, pkgrm and
 * pkgchk.
 */
#ifndef CYCLE_TOOL_COMMAND_H
#define CYCLE_TOOL_COMMAND_H

#include "cycle/cycle.h"

/* The words of a call, NULL at the end. */
struct command_line {
	char **v;
	size_t n, size;
};

/* The packages that are rehearsed; all of another source. */
struct command_line command_add(const struct cycle *c, const char *root);
struct command_line command_add_other(
    const struct cycle *c, const char *root, const char *source);

/* Those that are installed, the last one first; no words when none is. */
struct command_line command_remove(const struct cycle *c, const char *root);

/* Of all that is installed. */
struct command_line command_check(const struct cycle *c, const char *root);

void command_free(struct command_line *command);

/* The caller's environment, but for the directory of temporary files. */
char **environment_new(const char *temporary);
void environment_free(char **env);

#endif
