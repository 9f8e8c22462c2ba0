/*
 * The time line of a step of a cycle: the scripts that ran in it, and the
 * services of a live root.
 */
#ifndef PAGES_TIMELINE_H
#define PAGES_TIMELINE_H

#include "cycle/cycle_result.h"

/* Rules of style that it needs. */
extern const char timeline_style[];

/* The seconds that time lines of all steps have to cover, a round number. */
double timeline_span(const struct cycle_result *r);

/*
 * Appends a table with a row for each script, and for the services, whose bars
 * are SVG; span is that of timeline_span.  Nothing for a step without scripts.
 */
void timeline_add(struct buf *out, const struct cycle_result *r,
    const struct step *s, double span);

/*
 * The seconds of the step in which not all processes of services ran, as far
 * as it was seen; 0 as well when none was watched.
 */
double timeline_seconds_down(
    const struct cycle_result *r, const struct step *s);

#endif
