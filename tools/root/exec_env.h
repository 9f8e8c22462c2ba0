/*
 * Where scripts of packages run: on an alternate root, as pkgadd -R does it, or
 * inside a root that is made to look like the running system (--live); and how
 * the host is protected from them (docs/sandbox.md).
 */
#ifndef ROOT_EXEC_ENV_H
#define ROOT_EXEC_ENV_H

#include <stdbool.h>

#include "base/diag.h"
#include "run/shell.h"

enum protection {
	PROTECTION_DEFAULT, /* all that the host can give, but files at least */
	PROTECTION_COMPLETE, /* --untrusted: refuse when anything is missing */
	PROTECTION_NONE      /* --unprotected */
};

/* What the command line says about the environment; belongs to the caller. */
struct exec_env_options {
	const char *root;  /* path on the host */
	bool live;         /* scripts see root as / */
	const char *shell; /* --shell: path or name; NULL: the default */
	const char *tools; /* --tools: directory of utilities; NULL: none */
	const char *start_command; /* live: run first; NULL: none */
	enum protection protection;
	bool network; /* scripts may use that of the host */
};

/*
 * Directories of the host that the work needs besides the root, or NULL: that
 * of the packages (read only), and where they were unpacked.
 */
struct exec_env_directories {
	const char *packages, *unpacked;
};

/* What the work gets: paths as they are where it runs. */
struct exec_env {
	const char *root; /* of the target; "/" inside a live root */
	bool alternate;   /* scripts get PKG_INSTALL_ROOT */
	bool unconfined;  /* scripts keep all privileges (--unprotected) */
	bool privileged;  /* we may give files away and become others */
	struct shell_options scripts;
};

/*
 * Runs work(arg, environment) there and returns its value.  When the host
 * cannot be protected as the options demand, nothing is run; findings say why,
 * and the value is EXIT_ADMINISTRATION.  No process of the work is left when
 * this returns, except with PROTECTION_NONE on an alternate root.
 */
int exec_env_run(const struct exec_env_options *options,
    const struct exec_env_directories *directories,
    int (*work)(void *, const struct exec_env *), void *arg, struct diag *d);

/*
 * Does exec_env_run run anything on this host?  Tries it without work, in the
 * root of the options.  Findings say why it does not, or, as warnings, what is
 * not protected.
 */
bool exec_env_probe(const struct exec_env_options *options, struct diag *d);

/*
 * Runs a command in a live root before all else, as services are started when
 * a system comes up; NULL: none.  Its exit status, or -1 when it has none.
 */
int exec_env_start_services(const struct exec_env *env, const char *command);

#endif
