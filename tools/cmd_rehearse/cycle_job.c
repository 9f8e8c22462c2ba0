#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cmd_rehearse/cycle_job.h"
#include "os/file_ops.h"
#include "os/interrupt.h"
#include "os/own_path.h"
#include "os/tree.h"
#include "report/cycle_report.h"
#include "report/errors_json.h"
#include "root/live.h"

static bool
make_directory(struct cycle_job *job)
{
	char *name = make_temporary(temporary_directory(), "pkgstream-cycle-");

	if (name == NULL)
		diag_system(&job->d, temporary_directory(),
		    "cannot make a directory in it");
	else
		job->dir = realpath(name, NULL);
	free(name);
	return job->dir != NULL;
}

/* Calls use for every package; those of an update are in the next source. */
static void
for_names(const struct cycle_job *job,
    void (*use)(const struct cycle_job *job, const char *name))
{
	const struct cycle_request *q = &job->request;
	const struct cycle_source *s;
	size_t i, k;

	for (i = 0; i < q->nsources; i++) {
		s = &q->sources[i];
		for (k = 0; k < s->nnames && !s->is_updated; k++)
			use(job, s->names[k]);
	}
}

static void
print_name(const struct cycle_job *job, const char *name)
{
	(void)job;
	printf("%s, ", name);
}

static void
name_to_json(const struct cycle_job *job, const char *name)
{
	json_string(job->json, NULL, name);
}

static void
print_report(struct cycle_job *job, const struct cycle_report *report)
{
	if (!cycle_result_is_clean(report->result) ||
	    (report->campaign != NULL && report->campaign->nlost_trials > 0))
		job->has_findings = true;
	if (job->html != NULL)
		cycle_page_add(cycle_html_page(job->html), report);
	if (job->json != NULL)
		cycle_print_json(job->json, report);
	else if (!job->quiet) {
		if (job->modes == 1)
			for_names(job, print_name);
		cycle_print_text(report, job->verbose);
	}
	fflush(stdout);
}

/* Reports a cycle that has run, after the faults that were asked for. */
static bool
report_cycle(struct cycle_job *job, const struct cycle *c)
{
	struct fault_campaign campaign = {.lost_trials = NULL};
	struct cycle_report report = {.result = &c->result};
	bool ok = true;

	report.faults_skipped = job->faults.wanted &&
	    !cycle_result_is_clean(&c->result);
	if (job->faults.wanted && !report.faults_skipped) {
		ok = try_faults(
		    &job->faults, c, job->quiet, &campaign, &job->d);
		report.campaign = ok ? &campaign : NULL;
	}
	if (campaign.left_out > 0 || campaign.was_interrupted)
		job->is_incomplete = true;
	print_report(job, &report);
	fault_campaign_free(&campaign);
	return ok;
}

static bool
run_mode(struct cycle_job *job, bool live)
{
	char *dir = xasprintf("%s/%s", job->dir, live ? "live" : "root");
	struct cycle *c;
	bool ok;

	job->request.live = live;
	job->request.dir = dir;
	c = mkdir(dir, 0755) == -1 ? NULL : cycle_new(&job->request, &job->d);
	ok = c != NULL && cycle_run(c, &job->d) && report_cycle(job, c);
	if (is_interrupted()) {
		diag_add(&job->d, SEVERITY_SYSTEM, NULL, 0, NULL, NULL,
		    "interrupted");
		ok = false;
	}
	if (!ok)
		job->is_incomplete = true;
	cycle_free(c);
	free(dir);
	return ok;
}

/* Has the warning been given for another mode? */
static bool
is_known(const struct diag *d, const char *text)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		if (strcmp(d->v[i].text, text) == 0)
			return true;
	return false;
}

/* Keeps what a probe has found, without the name of the root it was tried in. */
static void
keep_findings(
    struct cycle_job *job, const struct diag *probe, bool can, bool live)
{
	const size_t prefix = strlen(LIVE_REFUSED);
	const struct finding *f;
	size_t i, skip;

	for (i = 0; i < probe->n; i++) {
		f = &probe->v[i];
		skip = strncmp(f->text, LIVE_REFUSED, prefix) == 0 ? prefix : 0;
		if (!can && f->severity >= SEVERITY_ERROR)
			diag_add(&job->left_out, SEVERITY_SYSTEM,
			    live ? "live" : "alternate root", 0, NULL, f->rule,
			    "%s", f->text + skip);
		else if (can && !is_known(&job->d, f->text))
			diag_warn(&job->d, NULL, 0, f->rule, "%s", f->text);
	}
}

/* Can this host rehearse in such a root? */
static bool
host_can_run(struct cycle_job *job, bool live)
{
	const struct cycle_request *q = &job->request;
	char *root = xasprintf("%s/probe", job->dir);
	struct exec_env_options env_options = {.root = root,
	    .live = live,
	    .shell = q->shell,
	    .tools = q->tools,
	    .protection = q->protection,
	    .network = q->network};
	struct diag d = DIAG_INIT;
	bool can = false;

	if (mkdir(root, 0755) == -1)
		diag_system(&d, root, "cannot make the directory");
	else
		can = exec_env_probe(&env_options, &d);
	(void)tree_remove(root);
	keep_findings(job, &d, can, live);
	diag_free(&d);
	free(root);
	return can;
}

/* False ends the whole run. */
static bool
try_mode(struct cycle_job *job, bool live)
{
	bool can = host_can_run(job, live);

	job->modes += can;
	return !can || run_mode(job, live);
}

static void
begin_report(struct cycle_job *job)
{
	if (job->as_json) {
		job->json = json_new(stdout);
		json_object(job->json, NULL);
		json_array(job->json, "packages");
		for_names(job, name_to_json);
		json_end(job->json);
		json_array(job->json, "modes");
	} else if (job->ignore_file != NULL && !job->quiet)
		printf("not compared: what %s lists\n", job->ignore_file);
}

/*
 * What this host does not allow is left out, unless it was asked for or nothing
 * else is left; that is told once.
 */
static void
end_report(struct cycle_job *job)
{
	const struct diag *out = &job->left_out;
	bool insists = job->live_only || job->root_only || job->modes == 0;
	size_t i;

	if (job->json != NULL) {
		json_end(job->json);
		json_string(job->json, "ignore_file", job->ignore_file);
		json_array(job->json, "left_out");
		for (i = 0; i < out->n; i++) {
			json_row(job->json, NULL);
			json_string(job->json, "mode", out->v[i].file);
			json_string(job->json, "why", out->v[i].text);
			json_end(job->json);
		}
		json_end(job->json);
	} else if (!insists && !job->quiet)
		for (i = 0; i < out->n; i++)
			printf("left out: %s: %s\n", out->v[i].file,
			    out->v[i].text);
	if (insists)
		diag_move(&job->d, &job->left_out);
	if (job->json != NULL) {
		errors_to_json(job->json, &job->d);
		json_free(job->json);
	}
}

void
cycle_job_report_failure(const struct cycle_job *job)
{
	struct json *j;

	if (!job->as_json || job->json != NULL)
		return;
	j = json_new(stdout);
	json_object(j, NULL);
	errors_to_json(j, &job->d);
	json_free(j);
}

static void
run_modes(struct cycle_job *job)
{
	begin_report(job);
	if (job->live_only || try_mode(job, false))
		if (!job->root_only)
			(void)try_mode(job, true);
	end_report(job);
}

/* The scratch directory, with what all modes need. */
static bool
prepare(struct cycle_job *job)
{
	if (!make_directory(job))
		return false;
	(void)chmod(job->dir, 0755);
	if (!own_program_copy(job->dir, &job->d))
		return false;
	job->request.self = own_program_path();
	if (job->html_file != NULL) {
		job->html = cycle_html_begin(
		    job->html_file, job->force, &job->request, &job->d);
		if (job->html == NULL)
			return false;
	}
	return open_fault_record(&job->faults, &job->request, &job->d);
}

/* Also of a cycle that failed. */
static void
write_page(struct cycle_job *job)
{
	struct cycle_page_facts facts = {.ignore_file = job->ignore_file,
	    .left_out = &job->left_out,
	    .findings = &job->d,
	    .is_incomplete = job->is_incomplete};
	struct diag d = DIAG_INIT; /* those of the job are being shown */

	if (job->html == NULL)
		return;
	(void)cycle_html_finish(job->html, facts, &d);
	diag_move(&job->d, &d);
}

/* Takes away what prepare() has made. */
static void
end(struct cycle_job *job)
{
	fault_record_close(job->faults.record, !job->is_incomplete);
	if (job->dir != NULL && job->keep)
		fprintf(stderr, "the roots are in %s\n", job->dir);
	else if (job->dir != NULL && !tree_remove(job->dir))
		diag_system(&job->d, job->dir, "cannot take away");
	diag_free(&job->left_out);
	free((char *)(uintptr_t)job->request.self);
	free(job->dir);
}

bool
cycle_job_run(struct cycle_job *job)
{
	catch_interrupts();
	if (prepare(job))
		run_modes(job);
	write_page(job);
	end(job);
	return !job->has_findings;
}
