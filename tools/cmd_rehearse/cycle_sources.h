/*
 * The sources and packages that the operands of rehearse cycle name.
 */
#ifndef CMD_REHEARSE_CYCLE_SOURCES_H
#define CMD_REHEARSE_CYCLE_SOURCES_H

#include "cycle/cycle.h"

struct cycle_sources {
	struct cycle_source *v;
	size_t n;
};

/*
 * Reads operands: sources, each with names of some of its packages behind it;
 * without names all are meant.  A source whose packages are those of the next
 * one is updated by it; old, unless NULL, is a source before all others of
 * which only such packages are meant.  The paths stay the caller's.  False
 * after findings; cycle_sources_free is needed then, too.
 */
bool cycle_sources_read(struct cycle_sources *s, const char *old, int argc,
    char **argv, struct diag *d);

void cycle_sources_free(struct cycle_sources *s);

#endif
