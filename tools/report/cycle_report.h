/*
 * What a cycle found, for people and for programs.
 */
#ifndef REPORT_CYCLE_REPORT_H
#define REPORT_CYCLE_REPORT_H

#include "base/json.h"
#include "cycle/fault_campaign.h"

/* One kind of root. */
struct mode_report {
	const struct cycle *cycle;
	const struct fault_campaign *fault_campaign; /* NULL: none */
	bool unclean; /* so no power cuts are tried */
};

/* "alternate root", "live" */
const char *mode_name(const struct cycle *c);

/* all: however many differences there are. */
void report_text(const struct mode_report *m, bool all);

/* An element of the array of modes; pkgstream-rehearse-cycle(1). */
void report_json(struct json *j, const struct mode_report *m);

#endif
