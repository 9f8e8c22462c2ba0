/*
 * A cycle: packages are installed in a copy of a root, checked and removed,
 * and the root is compared with what it was before.  Those of several sources
 * are installed one source after the other, and removed in the reverse order.
 */
#ifndef CYCLE_CYCLE_H
#define CYCLE_CYCLE_H

#include <time.h>

#include "base/diag.h"
#include "cycle/cycle_result.h"
#include "root/exec_env.h"
#include "target/snapshot.h"

/* Packages that are tested; belongs to the caller. */
struct cycle_source {
	const char *path;   /* datastream or spool directory */
	const char **names; /* package instances, in their order */
	size_t nnames;      /* 0: all */
	/* the next source updates these packages, and is removed with them */
	bool is_updated;
};

/* What to do.  The caller keeps it, and all it points to, until cycle_free. */
struct cycle_request {
	const struct cycle_source *sources; /* at least one */
	size_t nsources;
	const char *base;  /* root to copy; NULL: like a fresh system */
	unsigned release;  /* of a fresh one (root/scratch.h) */
	const char **with; /* sources that are installed before */
	size_t nwith;
	const char *expected; /* tree, archive or source to compare with */
	const char *admin;    /* admin file; NULL: one that asks nothing */
	const char *response; /* response file, directory of them, or NULL */
	const char *shell;    /* for the scripts, or NULL */
	const char *tools;    /* directory of utilities, or NULL */
	const char *start;    /* live: command that starts services, or NULL */
	enum protection protection;
	bool network;        /* scripts may use the host's */
	const char **ignore; /* patterns of paths that are not compared */
	size_t nignore;
	/* times of scripts, states of services, and changed files are kept */
	bool detailed;
	const char
	    *mark; /* before builds in files (changed_files.h), or NULL */
	bool live; /* else in an alternate root, as with -R */
	unsigned seconds; /* that one step may take, at least 1 */
	const char *self; /* path of this program */
	const char *dir;  /* existing directory for the roots and files */
};

/* A cycle that is prepared; result grows while it runs. */
struct cycle {
	const struct cycle_request *request;
	const char *admin;   /* file that the tools get */
	char *default_admin; /* the same, when we wrote it; or NULL */
	char *base;          /* path of the root without the packages */
	struct snapshot *base_state;
	struct timespec base_time; /* all that base holds is older */
	char *base_complaints;     /* what pkgchk printed about base */
	char **env;                /* of the tools */
	char *times;  /* file for the times of scripts; NULL: not detailed */
	char *states; /* the same for service_watch.h */
	struct cycle_result result;
};

/*
 * Makes the base, a copy of the given root or a fresh one, and installs the
 * sources of `with' in it.  Returns NULL after adding findings when the system
 * failed; a package of `with' that cannot be installed shows in the result.
 */
struct cycle *cycle_new(const struct cycle_request *request, struct diag *d);

/*
 * Installs, checks, removes and compares once, in a copy of the base.  Returns
 * false after adding findings when the system failed; what is wrong with the
 * package is in the result.
 */
bool cycle_run(struct cycle *c, struct diag *d);

/* Leaves the files in the request's directory to the caller. */
void cycle_free(struct cycle *c);

#endif
