/*
 * How a cycle calls the tools: pkgadd, pkgrm, pkgchk on a root, with an admin
 * file of which nothing is asked.
 */
#ifndef CYCLE_CYCLE_CALL_H
#define CYCLE_CYCLE_CALL_H

#include "cycle/cycle.h"

/* The words of a call, NULL at the end. */
struct command_line {
	char **v;
	size_t n;
};

/* The packages that are rehearsed; all of another source. */
struct command_line call_add(const struct cycle *c, const char *root);
struct command_line call_add_other(
    const struct cycle *c, const char *root, const char *source);

/* Those that are installed, the last one first; no words when none is. */
struct command_line call_remove(const struct cycle *c, const char *root);

/* Of all that is installed. */
struct command_line call_check(const struct cycle *c, const char *root);

void call_free(struct command_line *call);

/* The caller's environment, but for the directory of temporary files. */
char **environment_new(const char *temporary);
void environment_free(char **env);

#endif
