#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/mem.h"
#include "pages/cycle_section.h"
#include "pages/timeline.h"

#define DIFFERENCES_MAX 1000 /* that are listed */
#define OUTPUT_MAX      8192 /* bytes of the end of an output */

/* The end of what a tool has printed. */
static void
add_output(struct buf *out, const char *text)
{
	size_t len = strlen(text);
	const char *p = text;

	if (len > OUTPUT_MAX) {
		p += len - OUTPUT_MAX;
		p += strcspn(p, "\n");
	}
	while (*p == '\n')
		p++;
	if (*p != '\0')
		html_element(out, "pre", p);
}

static void
add_step(struct buf *out, const struct step *s)
{
	char *status = cycle_step_status(s), *took;
	bool good = s->stage == STAGE_CHECK ? s->status == 0 : step_is_clean(s);

	took = xasprintf("%.2f s", s->seconds);
	buf_str(out, "<tr>");
	html_cell(out, NULL, NULL, stage_name(s->stage));
	html_cell(out, NULL, NULL, s->packages == NULL ? "" : s->packages);
	html_cell(out, "size", NULL, took);
	html_cell(out, good ? "good" : "bad", NULL, status);
	buf_str(out, "</tr>\n");
	free(took);
	free(status);
}

/* What the steps did, in a table, and what was printed by those that failed. */
static void
add_steps(struct buf *out, const struct cycle_result *r)
{
	const struct step *s;
	size_t i;

	buf_str(out,
	    "<table class=\"narrow\">\n<tr class=\"head\"><th>Step</th>"
	    "<th>Packages</th><th class=\"size\">Took</th><th>Result</th>"
	    "</tr>\n");
	for (i = 0; i < r->nsteps; i++)
		add_step(out, &r->steps[i]);
	buf_str(out, "</table>\n");
	for (i = 0; i < r->nsteps; i++) {
		s = &r->steps[i];
		if (s->stage == STAGE_CHECK ||
		    (step_is_clean(s) && !cycle_has_notes(s->output)))
			continue;
		buf_printf(out, "<h3>What the step %s printed</h3>\n",
		    stage_name(s->stage));
		add_output(out, s->output);
	}
}

static void
add_timelines(struct buf *out, const struct cycle_result *r)
{
	double span = timeline_span(r);
	const struct step *s;
	size_t i;

	for (i = 0; i < r->nsteps; i++) {
		s = &r->steps[i];
		/* what was there before is not what is looked at */
		if (s->scripts.n == 0 || s->stage == STAGE_PREPARE)
			continue;
		buf_printf(out, "<h3>Time line: %s ", stage_name(s->stage));
		html_text(out, s->packages == NULL ? "" : s->packages);
		buf_printf(out, " <span>(%.2f s)</span></h3>\n", s->seconds);
		timeline_add(out, r, s, span);
	}
}

static void
add_difference(struct buf *out, const struct difference *d)
{
	buf_str(out, "<tr>");
	html_cell(out, NULL, NULL, stage_name(d->stage));
	html_cell(out, NULL, NULL, d->path);
	html_cell(out, NULL, NULL, d->text);
	buf_str(out, "</tr>\n");
}

static void
add_comparison(struct buf *out, const struct cycle_result *r)
{
	size_t i, n = r->ndifferences;

	buf_str(out, "<h3>Comparison after the removal</h3>\n");
	if (cycle_result_is_clean(r)) {
		buf_str(out,
		    "<p class=\"good\">None: the root is what it was before "
		    "the installation, to the byte");
		if (r->is_live)
			buf_printf(out, ", and %zu process%s as before",
			    r->processes, r->processes == 1 ? "" : "es");
		buf_str(out, ".</p>\n");
		return;
	}
	if (n == 0) {
		buf_str(out,
		    "<p class=\"bad\">Not made: a step before it failed.</p>");
		return;
	}
	buf_printf(out,
	    "<p class=\"bad\">%zu difference%s:</p>\n<table>\n"
	    "<tr class=\"head\"><th>Found by</th><th>Where</th><th>What</th>"
	    "</tr>\n",
	    n, n == 1 ? "" : "s");
	for (i = 0; i < n && i < DIFFERENCES_MAX; i++)
		add_difference(out, &r->differences[i]);
	buf_str(out, "</table>\n");
	if (i < n)
		buf_printf(out, "<p>and %zu more</p>\n", n - i);
}

static void
add_lost_trial(struct buf *out, const struct lost_trial *l)
{
	char *where = xasprintf("point %zu, in %s, %s %s of %s", l->number,
	    l->point->script, l->point->after ? "after" : "before",
	    l->point->call, l->point->path);

	buf_str(out, "<tr>");
	html_cell(out, NULL, NULL, trial_kind_name(l->kind));
	html_cell(out, NULL, NULL, where);
	html_cell(out, NULL, NULL, l->text);
	buf_str(out, "</tr>\n");
	free(where);
}

static void
add_lost_trials(struct buf *out, const struct fault_campaign *campaign)
{
	size_t i;

	if (campaign->nlost_trials == 0)
		return;
	buf_str(out,
	    "<table>\n<tr class=\"head\"><th>Lost</th><th>Where</th>"
	    "<th>What</th></tr>\n");
	for (i = 0; i < campaign->nlost_trials; i++)
		add_lost_trial(out, &campaign->lost_trials[i]);
	buf_str(out, "</table>\n");
}

static void
add_count(struct buf *out, const char *class, size_t n)
{
	char *text = xasprintf("%zu", n);

	html_cell(out, class, NULL, text);
	free(text);
}

static void
add_campaign(struct buf *out, const struct fault_campaign *campaign)
{
	size_t i, tried, lost;

	buf_printf(out,
	    "<h3>Power cuts <span>(%zu points at installation, %zu at removal"
	    "%s)</span></h3>\n<table class=\"narrow\">\n<tr class=\"head\">"
	    "<th>Trial</th><th class=\"size\">Tried</th>"
	    "<th class=\"size\">Recovered</th><th class=\"size\">Lost</th>"
	    "</tr>\n",
	    campaign->install_points.n, campaign->remove_points.n,
	    campaign->was_interrupted ? "; interrupted" : "");
	for (i = 0; i < TRIAL_KINDS; i++) {
		tried = campaign->tried[i];
		lost = campaign->lost[i];
		buf_str(out, "<tr>");
		html_cell(out, NULL, NULL, trial_kind_name((enum trial_kind)i));
		add_count(out, "size", tried);
		add_count(out, "size", tried - lost);
		add_count(out, lost > 0 ? "size bad" : "size", lost);
		buf_str(out, "</tr>\n");
	}
	buf_str(out, "</table>\n");
	if (campaign->left_out > 0)
		buf_printf(out,
		    "<p>%zu trial%s left out, as the time was over.</p>\n",
		    campaign->left_out, campaign->left_out == 1 ? "" : "s");
	add_lost_trials(out, campaign);
}

void
cycle_section_add(struct buf *out, const struct cycle_report *report)
{
	const struct cycle_result *r = report->result;

	buf_printf(out, "<h2>%s</h2>\n",
	    r->is_live ? "As on the running system"
		       : "In an alternate root, as with pkgadd -R");
	add_steps(out, r);
	add_timelines(out, r);
	add_comparison(out, r);
	if (report->campaign != NULL)
		add_campaign(out, report->campaign);
	else if (report->faults_skipped)
		buf_str(out,
		    "<p>Power cuts were not tried: even without them the "
		    "state is another.</p>\n");
}
