/*
 * What the parts of cycle share: one mode on its way.
 */
#ifndef REHEARSE_CYCLE_IMPL_H
#define REHEARSE_CYCLE_IMPL_H

#include "base/json.h"
#include "model/admin.h"
#include "rehearse/cycle.h"
#include "rehearse/faults.h"
#include "rehearse/run.h"
#include "rehearse/sandbox.h"
#include "rehearse/scratch.h"
#include "rehearse/session.h"
#include "rehearse/snapshot.h"

/* Instances; the strings are the list's. */
struct names {
	char	**v;
	size_t	  n;
};

struct cycle {
	const struct cycle_request *q;
	struct scratch	*s;
	struct settings	 set;
	char		*admin_file;	/* what the tools are given */
	struct admin	*admin;
	struct add_request add;		/* the last one that was prepared */
	struct adding	*adding;	/* the package, for one sandbox */
	struct names	 old_names;	/* instances of the pristine root */
	struct names	 leaving;	/* those that are to be removed */
	int		 root;		/* descriptor of the root */
	FILE		*log;		/* what the tools print */
	int64_t		 begun;		/* seconds */
	bool		 live;
	struct diag	*d;
	struct json	*json;		/* the mode's object, or NULL */
	size_t		 wrong;		/* differences and failures */
};

/* One phase in a place of its own; the exit code of the tool. */
int	phase_add(struct cycle *c, const char *source);
int	phase_remove(struct cycle *c);

/* A new copy of the pristine root. */
bool	cycle_renew(struct cycle *c);

/* The instances of a root, and those that are new in it. */
struct names names_read(const char *root);
struct names names_new(const struct names *old, const struct names *now);
void	names_free(struct names *n);

/* The state of the root: exactly, or as a second installation may leave it. */
struct snapshot *cycle_look(struct cycle *c, bool exactly);
size_t	cycle_compare(struct cycle *c, const struct snapshot *old,
	    const struct snapshot *new, bool exactly, bool print);

/*
 * Directories that the package neither brings nor finds would be made by
 * pkgadd and stay for ever; on a bare root they are taken as given.
 */
bool	cycle_complete_base(struct cycle *c);

/* Lines of the report: a code that should be 0, differences, processes. */
void	report_code(struct cycle *c, const char *what, int code);
void	report_differences(struct cycle *c, const struct snapshot *old,
	    const struct snapshot *new);
void	report_processes(struct cycle *c);

/* All moments of the package in this mode. */
void	cycle_faults(struct cycle *c);

#endif
