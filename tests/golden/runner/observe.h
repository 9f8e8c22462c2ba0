/*
 * What a step has left behind, in the words of the expected files (see the
 * README beside the scenarios).
 */
#ifndef GOLDEN_OBSERVE_H
#define GOLDEN_OBSERVE_H

#include "lines.h"

/* Where a scenario runs. */
struct stage {
	char *temporary; /* all of it, goes afterwards */
	char *root;      /* scratch root, in it */
	char *here;      /* the scenario's directory */
	bool live;       /* some step is a live one */
};

/* One line for every object below the root. */
struct lines observe_tree(const struct stage *s);

/* What is in now and not in base, and what is gone. */
struct lines tree_changes(const struct lines *base, const struct lines *now);

struct lines observe_contents(const struct stage *s);
struct lines observe_trace(const struct stage *s);
struct lines observe_locks(const struct stage *s);
struct lines observe_packages(const struct stage *s); /* instances */
struct lines observe_pkginfo(const struct stage *s, const char *instance);
struct lines observe_chk(const struct stage *s, const char *output);

#endif
