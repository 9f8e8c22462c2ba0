/*
 * What a cycle found: the steps it ran, and where the root differs from what
 * it should be.  Filled by cycle.h, printed by report/cycle_report.h.
 */
#ifndef CYCLE_CYCLE_RESULT_H
#define CYCLE_CYCLE_RESULT_H

#include <stdbool.h>
#include <stddef.h>

#include "cycle/changed_files.h"
#include "cycle/missing_parents.h"
#include "cycle/service_watch.h"
#include "run/script_times.h"

enum stage {
	STAGE_PREPARE, /* a package that is installed before the tested ones */
	STAGE_START,   /* of the services, in a live root */
	STAGE_INSTALL,
	STAGE_UPDATE, /* an installation over another version */
	STAGE_CHECK,
	STAGE_REFUSE, /* a removal that has to be refused */
	STAGE_REMOVE,
	STAGE_COMPARE /* of the root with its first state; runs no tool */
};

/* "prepare", "start", "install", ... */
const char *stage_name(enum stage stage);

/* Are these installations of tested packages? */
bool stage_installs(enum stage stage);

/* One run of a tool. */
struct step {
	enum stage stage;
	char *packages;        /* names, unless it is about all; or NULL */
	int status;            /* as command_run() returns it */
	double begin, seconds; /* of the monotonic clock; how long it took */
	struct script_times scripts; /* where the request is detailed */
	char *output;                /* standard output and standard error */
};

struct difference {
	enum stage stage; /* that found it */
	char *path;       /* below the root, "pkgchk" or "process" */
	char *text;
};

struct cycle_result {
	bool is_live;      /* else in an alternate root, as with -R */
	const char *tools; /* directory of utilities, of the request; or NULL */
	struct step *steps;
	size_t nsteps;
	struct difference *differences;
	size_t ndifferences;
	struct path_list missing_parents; /* were made in a fresh base */
	struct path_list left_behind; /* of an updated version, not the new */
	bool has_counts;              /* whether the next two were counted */
	size_t objects;     /* objects of the packages in the database */
	size_t changed;     /* paths that the installation changed */
	char *down_seconds; /* of a service, as its script printed; or NULL */
	size_t processes;   /* in a live root: how many run in the end */
	/* of a detailed request: */
	struct service_states services; /* in a live root */
	size_t nservices;               /* processes that services have */
	struct changed_files files;     /* by the installations together */
};

/* Did all steps succeed, without a difference? */
bool cycle_result_is_clean(const struct cycle_result *r);

/* Did the step end as it should? */
bool step_is_clean(const struct step *s);

/* Adds a step; its output is the result's from then on. */
void cycle_result_add_step(struct cycle_result *r, struct step step);

/* Adds a difference; path and text are copied. */
void cycle_result_add_difference(struct cycle_result *r, enum stage stage,
    const char *path, const char *text);

/* Is it 0, or does it only ask for a reboot (svr4-packaging 6.5)? */
bool exit_code_is_success(int status);

void cycle_result_free(struct cycle_result *r);

#endif
