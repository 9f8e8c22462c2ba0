/*
 * The report of rehearse cycle, for people and for programs.
 */
#ifndef REPORT_CYCLE_REPORT_H
#define REPORT_CYCLE_REPORT_H

#include "base/json.h"
#include "cycle/fault_campaign.h"

/* What one kind of root has shown. */
struct cycle_report {
	const struct cycle_result *result;
	const struct fault_campaign *campaign; /* NULL: none */
	bool faults_skipped; /* asked for, but the result is not clean */
};

/* "alternate root", "live" */
const char *cycle_mode_name(const struct cycle_result *r);

/*
 * What stands behind a title (run/shell.h) in a line of the first step that
 * printed one: the shell, or utilities.  The caller frees; NULL: no scripts
 * were run.
 */
char *cycle_find_told(const struct cycle_result *r, const char *title);

/* "clean", "exit 0", "did not end", ...; the caller frees. */
char *cycle_step_status(const struct step *s);

/* Lines that begin a list in the output, told of any step; NULL at the end. */
extern const char *const cycle_list_titles[];

/* Has a script complained in this output, or something been missed? */
bool cycle_has_notes(const char *output);

/* For people; all: however many differences there are. */
void cycle_print_text(const struct cycle_report *report, bool all);

/* Adds a row to the array `modes'; see pkgstream-rehearse-cycle(1). */
void cycle_print_json(struct json *j, const struct cycle_report *report);

#endif
