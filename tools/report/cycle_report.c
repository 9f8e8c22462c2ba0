#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "install/preflight.h"
#include "os/command.h"
#include "report/cycle_report.h"
#include "report/text.h"
#include "run/missing_commands.h"
#include "run/shell.h"

#define DIFFERENCES_MAX 20
#define LINES_MAX       20 /* of the output of a failed tool */
#define PATHS_MAX       5  /* that were left behind */
#define TITLE_MIN       18 /* columns for what a step is */
#define TITLE_MAX       40

const char *
cycle_mode_name(const struct cycle_result *r)
{
	return r->is_live ? "live" : "alternate root";
}

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* The first len characters of a line that a tool has printed. */
static void
print_line(const char *text, size_t len)
{
	char *line = xstrndup(text, len), *shown = text_printable(line);

	printf("    | %s\n", shown);
	free(shown);
	free(line);
}

/* The last lines of what a tool has printed, or all of them. */
static void
print_output(const char *text, bool all)
{
	const char *p = text + strlen(text);
	size_t len, lines = 0;

	if (all)
		p = text;
	while (p > text && lines <= LINES_MAX)
		lines += *--p == '\n';
	while (*p == '\n')
		p++;
	for (; *p != '\0'; p += len + (p[len] == '\n')) {
		len = strcspn(p, "\n");
		if (len > 0)
			print_line(p, len);
	}
}

const char *const cycle_list_titles[] = {
    MISSING_COMMANDS_TITLE, UNMET_TITLE, NULL};

/* Of a step that went well: the lists with this title. */
static void
print_lists(const char *text, const char *title)
{
	const char *p = text;
	size_t len;

	while ((p = strstr(p, title)) != NULL) {
		do {
			len = strcspn(p, "\n");
			print_line(p, len);
			p += len + (p[len] == '\n');
		} while (strncmp(p, "    ", 4) == 0);
	}
}

/* Shown when the step failed or a script has complained. */
static void
print_step_output(const struct step *s, bool all)
{
	size_t i;

	if (s->stage == STAGE_CHECK || (s->stage == STAGE_REFUSE && !all))
		return;
	if (all || !exit_code_is_success(s->status) ||
	    strstr(s->output, SCRIPT_ERRORS_TITLE) != NULL)
		print_output(s->output, all);
	else
		for (i = 0; cycle_list_titles[i] != NULL; i++)
			print_lists(s->output, cycle_list_titles[i]);
}

char *
cycle_find_told(const struct cycle_result *r, const char *title)
{
	const char *line;
	size_t i;

	for (i = 0; i < r->nsteps; i++) {
		line = strstr(r->steps[i].output, title);
		if (line == NULL || r->steps[i].stage == STAGE_CHECK)
			continue;
		line += strlen(title);
		return xstrndup(line, strcspn(line, "\n"));
	}
	return NULL;
}

static void
print_shell(const struct cycle_result *r)
{
	char *shell = cycle_find_told(r, SHELL_TITLE);
	char *lacking = cycle_find_told(r, LACKING_TITLE);

	if (shell != NULL)
		printf("  " SHELL_TITLE "%s, with %s%s\n", shell,
		    r->tools == NULL ? "the utilities of this host"
				     : "utilities of ",
		    r->tools == NULL ? "" : r->tools);
	if (lacking != NULL)
		printf("  " LACKING_TITLE "%s\n", lacking);
	free(lacking);
	free(shell);
}

/* What the installations together have done. */
static void
print_counts(const struct cycle_result *r)
{
	printf(", %zu object%s, %zu path%s changed", r->objects,
	    plural(r->objects), r->changed, plural(r->changed));
	if (r->down_seconds != NULL)
		printf("\n    its service was down for %s s", r->down_seconds);
}

/* Was s the last of the installations? */
static bool
is_last_installation(const struct cycle_result *r, const struct step *s)
{
	const struct step *end = r->steps + r->nsteps;

	if (!r->has_counts || !stage_installs(s->stage))
		return false;
	while (++s < end)
		if (stage_installs(s->stage))
			return false;
	return true;
}

char *
cycle_step_status(const struct step *s)
{
	if (s->status == COMMAND_TIMEOUT)
		return xstrdup("did not end");
	if (s->stage == STAGE_CHECK)
		return s->status == 0
		    ? xstrdup("clean")
		    : xasprintf("complaints (exit %d)", s->status);
	if (s->stage == STAGE_REFUSE && !exit_code_is_success(s->status))
		return xasprintf("refused (exit %d)", s->status);
	return xasprintf("exit %d", s->status);
}

/* How many columns the names of the steps need, within limits. */
static int
title_width(const struct cycle_result *r)
{
	size_t i, len, width = TITLE_MIN;

	for (i = 0; i < r->nsteps; i++) {
		len = strlen(stage_name(r->steps[i].stage)) + 1;
		if (r->steps[i].packages != NULL)
			len += strlen(r->steps[i].packages);
		width = len > width && len <= TITLE_MAX ? len : width;
	}
	return (int)width;
}

/* `install ACMEhello' */
static void
print_title(const struct step *s, int width)
{
	char *title = xasprintf("%s %s", stage_name(s->stage),
	    s->packages == NULL ? "" : s->packages);
	char *shown = text_printable(title);

	printf("  %-*s%7.2f s  ", width, shown, s->seconds);
	free(shown);
	free(title);
}

static void
print_step(const struct cycle_result *r, const struct step *s, bool all)
{
	char *status = cycle_step_status(s);

	print_title(s, title_width(r));
	fputs(status, stdout);
	free(status);
	if (is_last_installation(r, s))
		print_counts(r);
	putchar('\n');
	print_step_output(s, all);
}

static void
print_differences(const struct cycle_result *r, bool all)
{
	size_t i, n = r->ndifferences;
	char *path, *text;

	if (cycle_result_is_clean(r)) {
		printf("  %-*s           no difference", title_width(r),
		    stage_name(STAGE_COMPARE));
		if (r->is_live)
			printf(", %zu process%s as before", r->processes,
			    r->processes == 1 ? "" : "es");
		putchar('\n');
		return;
	}
	if (r->ndifferences > 0)
		printf("  %-*s           %zu difference%s\n", title_width(r),
		    stage_name(STAGE_COMPARE), r->ndifferences,
		    plural(r->ndifferences));
	if (!all && n > DIFFERENCES_MAX)
		n = DIFFERENCES_MAX;
	for (i = 0; i < n; i++) {
		path = text_printable(r->differences[i].path);
		text = text_printable(r->differences[i].text);
		printf("    %s: %s\n", path, text);
		free(path);
		free(text);
	}
	if (n < r->ndifferences)
		printf("    and %zu more (--verbose shows them)\n",
		    r->ndifferences - n);
}

static void
print_lost_trial(const struct lost_trial *l)
{
	char *path = text_printable(l->point->path);
	char *script = text_printable(l->point->script);
	char *text = text_printable(l->text);

	printf("    lost at point %zu, in %s %s %s of %s\n        %s\n",
	    l->number, script, l->point->after ? "after" : "before",
	    l->point->call, path, text);
	free(path);
	free(script);
	free(text);
}

/* What there was no time for. */
static void
print_left_out(const struct fault_campaign *campaign)
{
	char *script;
	size_t i;

	if (campaign->left_out == 0)
		return;
	printf("    left out, as the time was over: %zu trial%s: ",
	    campaign->left_out, plural(campaign->left_out));
	for (i = 0; i < campaign->nscripts_left_out; i++) {
		script = text_printable(campaign->left_out_by_script[i].script);
		printf("%s%zu in %s", i == 0 ? "" : ", ",
		    campaign->left_out_by_script[i].n, script);
		free(script);
	}
	if (campaign->kinds_left_out == 0)
		puts("; each kind of system call in each script was tried");
	else
		printf("; %zu kind%s of system call in a script not at all\n",
		    campaign->kinds_left_out, plural(campaign->kinds_left_out));
}

static void
print_campaign(const struct fault_campaign *campaign)
{
	size_t i, k = 0;

	printf("  power cuts %6.2f s  %zu point%s at installation, %zu at "
	       "removal%s\n",
	    campaign->seconds, campaign->install_points.n,
	    plural(campaign->install_points.n), campaign->remove_points.n,
	    campaign->was_interrupted ? " (interrupted)" : "");
	print_left_out(campaign);
	for (i = 0; i < TRIAL_KINDS; i++) {
		printf("    %-37s%5zu tried, %5zu recovered, %5zu lost\n",
		    trial_kind_name((enum trial_kind)i), campaign->tried[i],
		    campaign->tried[i] - campaign->lost[i], campaign->lost[i]);
		/* they are sorted by kind */
		for (; k < campaign->nlost_trials &&
		     campaign->lost_trials[k].kind == (enum trial_kind)i;
		     k++)
			print_lost_trial(&campaign->lost_trials[k]);
	}
	if (campaign->repeated > 0)
		printf("    of these, %zu began with the same files as "
		       "another, and stand with it\n",
		    campaign->repeated);
	if (campaign->in_place > 0)
		printf(
		    "    of these, %zu were recovered from in place, but not "
		    "in a copy of the root, where inode numbers differ\n",
		    campaign->in_place);
	if (campaign->recorded > 0)
		printf("    of these, %zu were tried by an earlier run\n",
		    campaign->recorded);
}

/* The title and the paths, at most max of them, in one line; none: nothing. */
static void
print_paths(const char *title, const struct path_list *paths, size_t max)
{
	size_t i;
	char *shown;

	for (i = 0; i < paths->n && i < max; i++) {
		shown = text_printable(paths->v[i]);
		printf("%s%s", i == 0 ? title : ", ", shown);
		free(shown);
	}
	if (paths->n > max)
		printf(" and %zu more", paths->n - max);
	if (paths->n > 0)
		putchar('\n');
}

void
cycle_print_text(const struct cycle_report *report, bool all)
{
	const struct cycle_result *r = report->result;
	size_t i;

	printf("%s:\n", cycle_mode_name(r));
	print_paths("  taken as given, since no package brings it: ",
	    &r->missing_parents, SIZE_MAX);
	print_shell(r);
	for (i = 0; i < r->nsteps; i++)
		print_step(r, &r->steps[i], all);
	print_paths(
	    "  of the old version there is still, as pkgadd leaves it: ",
	    &r->left_behind, all ? SIZE_MAX : PATHS_MAX);
	print_differences(r, all);
	if (report->campaign != NULL)
		print_campaign(report->campaign);
	else if (report->faults_skipped)
		printf("  power cuts  not tried: even without them the state "
		       "is another\n");
}
