/*
 * Where a rehearsal takes place: on an alternate root, as pkgadd -R does it,
 * or inside a root that is made to look like the running system (--live).
 */
#ifndef ROOT_EXEC_ENV_H
#define ROOT_EXEC_ENV_H

#include <stdbool.h>

#include "base/diag.h"

/* What the command line says about the environment; belongs to the caller. */
struct exec_env_options {
	const char *root;  /* path on the host */
	bool live;         /* scripts see root as / */
	const char *shell; /* --shell: path or name; NULL: the default */
	const char *start_command; /* live: run first; NULL: none */
};

/* What the work finds, in names that hold where it runs. */
struct exec_env {
	const char *root;       /* of the target; "/" inside */
	bool alternate;         /* scripts get PKG_INSTALL_ROOT */
	bool privileged;        /* files can be given away */
	const char *shell;      /* program, as it is reached there */
	const char *shell_name; /* as the host knows it */
	const char *self;       /* this program */
	const char *temporary;  /* for private directories */
};

/*
 * Does the work in place; its value, or EXIT_FATAL after findings.  With
 * options->live, everything that the work starts is gone when this returns.
 */
int exec_env_run(const struct exec_env_options *options,
    int (*work)(void *, const struct exec_env *), void *arg, struct diag *d);

/*
 * Runs a command in a live place, NULL being none, before all else, as
 * services are started when a system comes up; its exit status, -1 when it
 * has none.
 */
int exec_env_start_services(const struct exec_env *place, const char *command);

#endif
