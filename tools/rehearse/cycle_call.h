/*
 * How a cycle calls the tools: pkgadd, pkgrm, pkgchk on a root, with an admin
 * file of which nothing is asked.
 */
#ifndef REHEARSE_CYCLE_CALL_H
#define REHEARSE_CYCLE_CALL_H

#include "rehearse/cycle.h"

/* The words of a call, NULL at the end. */
struct call {
	char		**v;
	size_t		  n;
};

/* The packages that are rehearsed; all of another source. */
struct call call_add(const struct cycle *c, const char *root);
struct call call_add_other(const struct cycle *c, const char *root,
	    const char *source);

/* Those that are installed, the last one first; no words when none is. */
struct call call_remove(const struct cycle *c, const char *root);

/* Of all that is installed. */
struct call call_check(const struct cycle *c, const char *root);

void	call_free(struct call *call);

/* The caller's environment, but for the directory of temporary files. */
char	**environment_new(const char *temporary);
void	environment_free(char **env);

#endif
