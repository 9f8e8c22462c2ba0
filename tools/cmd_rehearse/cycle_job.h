/*
 * The work of one call of rehearse cycle: the cycle in each kind of root that
 * this host allows, and its report.
 */
#ifndef CMD_REHEARSE_CYCLE_JOB_H
#define CMD_REHEARSE_CYCLE_JOB_H

#include "base/json.h"
#include "cmd_rehearse/cycle_faults.h"
#include "cmd_rehearse/cycle_html.h"
#include "cycle/cycle.h"

struct cycle_job {
	struct cycle_request request; /* but for live, dir and self */
	bool live_only, root_only;    /* only this kind of root */
	struct fault_choice faults;
	bool as_json, quiet, verbose; /* the report */
	const char *html_file;        /* for a page, or NULL */
	bool force;                   /* it may replace a file */
	bool keep;                    /* leave the roots, and say where */
	char *ignore_file; /* patterns of the request are from it; or NULL */
	struct diag d;     /* findings, for the caller */

	/* what follows belongs to cycle_job_run */
	char *dir;               /* scratch directory, which we made; or NULL */
	struct json *json;       /* NULL: as text, or none yet */
	struct cycle_html *html; /* NULL: no page is wanted */
	size_t modes;            /* that were rehearsed */
	bool has_findings;       /* something is wrong with the packages */
	bool is_incomplete;      /* not all trials were made */
	struct diag left_out;    /* why a mode is not rehearsed on this host */
};

/*
 * Runs the cycles and prints the report on standard output.  False when
 * something is wrong with the packages; what the system failed at is in d.
 */
bool cycle_job_run(struct cycle_job *job);

/* With as_json: when there is no report, prints why, which is in d. */
void cycle_job_report_failure(const struct cycle_job *job);

#endif
