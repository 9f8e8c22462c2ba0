/*
 * A package's whole life in a scratch root: installed, checked, removed, and
 * nothing left of it.  Every step is a process of this program's own, so that
 * it can be killed like the real tool.
 */
#ifndef CYCLE_CYCLE_H
#define CYCLE_CYCLE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/diag.h"
#include "cycle/faults.h"
#include "cycle/missing_parents.h"
#include "target/snapshot.h"

#define CYCLE_SECONDS 1800 /* that one step may take */

/* What to do; belongs to the caller. */
struct cycle_request {
	const char *source; /* datastream or spool directory */
	const char **names; /* its packages, in their order */
	size_t nnames;
	const char *base;  /* root to copy; NULL: a fresh one */
	const char **with; /* sources to install before */
	size_t nwith;
	const char *admin;    /* file; NULL: ask nothing */
	const char *response; /* file or directory, or NULL */
	const char *shell;    /* or NULL */
	const char *start;    /* live: command for services; NULL */
	const char **ignore;  /* patterns of paths not compared */
	size_t nignore;
	bool live;        /* else in an alternate root */
	const char *self; /* this program */
	const char *dir;  /* an own, existing directory */
};

enum stage {
	STAGE_PREPARE, /* a source of with */
	STAGE_START,   /* services, before all else */
	STAGE_INSTALL,
	STAGE_CHECK,
	STAGE_REMOVE,
	STAGE_COMPARE /* with the state before; no step */
};

/* "prepare", "start", "install", ... */
const char *stage_name(enum stage stage);

/* One call of a tool. */
struct step {
	enum stage stage;
	int status; /* as command_run has it */
	double seconds;
	char *output; /* what it printed */
};

struct difference {
	enum stage stage; /* where it was found */
	char *path;
	char *text;
};

struct cycle {
	const struct cycle_request *q;
	const char *admin;                /* file */
	char *own_admin;                  /* when none was given */
	char *base;                       /* root with all but the packages */
	struct snapshot *old, *new;       /* of base; with the packages */
	struct path_list missing_parents; /* directories made in a fresh root */
	struct timespec clock;            /* later than all that base holds */
	char *checked;                    /* what chk said about base */
	char **env;                       /* of the tools */

	struct step *steps;
	size_t nsteps;
	struct difference *differences;
	size_t ndifferences;
	size_t objects;   /* of the packages in the database */
	size_t changed;   /* paths that the installation did */
	char *down;       /* seconds of a service, as printed */
	size_t processes; /* live: that run in the end */
};

/*
 * Makes the base: a copy or a fresh root, with the packages of `with'.  NULL
 * after adding findings.
 */
struct cycle *cycle_new(const struct cycle_request *q, struct diag *d);

/*
 * Installs, checks, removes and compares, once and undisturbed.  False when
 * the system failed, with findings; what is wrong with the package is found
 * in steps and differences.
 */
bool cycle_run(struct cycle *c, struct diag *d);

/* Did all go well? */
bool cycle_is_clean(const struct cycle *c);

/* Was it 0, or only a reboot asked for (svr4-packaging 6.5)? */
bool exit_code_is_success(int status);

/* Its directory is the caller's. */
void cycle_free(struct cycle *c);

#endif
