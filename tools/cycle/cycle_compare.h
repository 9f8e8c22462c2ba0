/*
 * What a package has done to its root: counted after its installation, and
 * compared with the state before after its removal.
 */
#ifndef CYCLE_CYCLE_COMPARE_H
#define CYCLE_CYCLE_COMPARE_H

#include "cycle/cycle.h"

/* The state of a root, and in a live one of its processes. */
struct root_state {
	struct snapshot *files;
	char *processes; /* sorted lines; NULL: an alternate root */
};

/* How many lines, and so processes, there are. */
size_t count_lines(const char *text);

/*
 * Counts the objects and the changed paths of a root in which the packages are
 * installed, and adds what pkgchk prints now but did not print about the base.
 * Returns false after adding findings when the system failed; so does
 * compare_removed.
 */
bool count_installed(struct cycle *c, const char *root,
    const struct root_state *before, struct diag *d);

/*
 * Adds the processes that run now and did not before, and those that do not run
 * any more; both are sorted lines.
 */
void compare_processes(struct cycle_result *r, enum stage stage,
    const char *before, const char *after);

/*
 * Adds all differences between the state before the installation and the root
 * after the removal, in which these processes run (NULL: not compared).
 */
bool compare_removed(struct cycle *c, const char *root,
    const struct root_state *before, const char *processes, struct diag *d);

#endif
