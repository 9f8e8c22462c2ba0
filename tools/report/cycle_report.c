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

/* Lines that begin a list in the output, which is told of any step. */
static const char *const list_titles[] = {MISSING_COMMANDS_TITLE, UNMET_TITLE};

#define NLISTS (sizeof(list_titles) / sizeof(list_titles[0]))

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
		for (i = 0; i < NLISTS; i++)
			print_lists(s->output, list_titles[i]);
}

/*
 * What stands behind a title in a line of the first step that printed one: the
 * shell, or utilities.  The caller frees; NULL: no scripts were run.
 */
static char *
find_told(const struct cycle_result *r, const char *title)
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
	char *shell = find_told(r, SHELL_TITLE);
	char *lacking = find_told(r, LACKING_TITLE);

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

static void
print_status(const struct step *s)
{
	if (s->status == COMMAND_TIMEOUT)
		printf("did not end");
	else if (s->stage == STAGE_CHECK)
		printf(s->status == 0 ? "clean" : "complaints (exit %d)",
		    s->status);
	else if (s->stage == STAGE_REFUSE && !exit_code_is_success(s->status))
		printf("refused (exit %d)", s->status);
	else
		printf("exit %d", s->status);
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
	print_title(s, title_width(r));
	print_status(s);
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

/* Has a script complained, or something been missed? */
static bool
has_notes(const char *output)
{
	size_t i;

	for (i = 0; i < NLISTS; i++)
		if (strstr(output, list_titles[i]) != NULL)
			return true;
	return strstr(output, SCRIPT_ERRORS_TITLE) != NULL;
}

static void
json_steps(struct json *j, const struct cycle_result *r)
{
	size_t i;

	json_array(j, "steps");
	for (i = 0; i < r->nsteps; i++) {
		json_row(j, NULL);
		json_string(j, "stage", stage_name(r->steps[i].stage));
		if (r->steps[i].packages != NULL)
			json_string(j, "packages", r->steps[i].packages);
		json_number(j, "status", r->steps[i].status);
		json_number(
		    j, "milliseconds", (int64_t)(r->steps[i].seconds * 1000));
		if (r->steps[i].stage != STAGE_CHECK &&
		    (!exit_code_is_success(r->steps[i].status) ||
			has_notes(r->steps[i].output)))
			json_string(j, "output", r->steps[i].output);
		json_end(j);
	}
	json_end(j);
}

static void
json_differences(struct json *j, const struct cycle_result *r)
{
	size_t i;

	json_array(j, "differences");
	for (i = 0; i < r->ndifferences; i++) {
		json_row(j, NULL);
		json_string(j, "stage", stage_name(r->differences[i].stage));
		json_string(j, "path", r->differences[i].path);
		json_string(j, "text", r->differences[i].text);
		json_end(j);
	}
	json_end(j);
}

static void
json_lost_trials(struct json *j, const struct fault_campaign *campaign)
{
	const struct lost_trial *l;
	size_t i;

	json_array(j, "losses");
	for (i = 0; i < campaign->nlost_trials; i++) {
		l = &campaign->lost_trials[i];
		json_row(j, NULL);
		json_string(j, "trial", trial_kind_name(l->kind));
		json_number(j, "point", (int64_t)l->number);
		json_string(j, "script", l->point->script);
		json_string(j, "call", l->point->call);
		json_bool(j, "after", l->point->after);
		json_string(j, "path", l->point->path);
		json_string(j, "text", l->text);
		json_end(j);
	}
	json_end(j);
}

static void
json_campaign(struct json *j, const struct fault_campaign *campaign)
{
	size_t i, tried, lost;

	json_object(j, "faults");
	json_number(j, "install_points", (int64_t)campaign->install_points.n);
	json_number(j, "remove_points", (int64_t)campaign->remove_points.n);
	json_bool(j, "interrupted", campaign->was_interrupted);
	json_number(j, "left_out", (int64_t)campaign->left_out);
	json_number(j, "repeated", (int64_t)campaign->repeated);
	json_number(j, "in_place", (int64_t)campaign->in_place);
	json_number(j, "recorded", (int64_t)campaign->recorded);
	json_number(j, "milliseconds", (int64_t)(campaign->seconds * 1000));
	json_array(j, "trials");
	for (i = 0; i < TRIAL_KINDS; i++) {
		tried = campaign->tried[i];
		lost = campaign->lost[i];
		json_row(j, NULL);
		json_string(j, "trial", trial_kind_name((enum trial_kind)i));
		json_number(j, "tried", (int64_t)tried);
		json_number(j, "recovered", (int64_t)(tried - lost));
		json_number(j, "lost", (int64_t)lost);
		json_end(j);
	}
	json_end(j);
	json_lost_trials(j, campaign);
	json_end(j);
}

static void
json_paths(struct json *j, const char *name, const struct path_list *paths)
{
	size_t i;

	json_array(j, name);
	for (i = 0; i < paths->n; i++)
		json_string(j, NULL, paths->v[i]);
	json_end(j);
}

static void
json_shell(struct json *j, const struct cycle_result *r)
{
	char *shell = find_told(r, SHELL_TITLE);
	char *lacking = find_told(r, LACKING_TITLE);

	json_string(j, "shell", shell);
	json_string(j, "tools", r->tools);
	json_string(j, "tools_lack",
	    lacking == NULL ? NULL : lacking + strspn(lacking, " "));
	free(lacking);
	free(shell);
}

void
cycle_print_json(struct json *j, const struct cycle_report *report)
{
	const struct cycle_result *r = report->result;

	json_object(j, NULL);
	json_string(j, "mode", cycle_mode_name(r));
	json_bool(j, "clean", cycle_result_is_clean(r));
	json_shell(j, r);
	json_paths(j, "taken_as_given", &r->missing_parents);
	json_paths(j, "left_behind", &r->left_behind);
	json_steps(j, r);
	json_number(j, "objects", (int64_t)r->objects);
	json_number(j, "changed", (int64_t)r->changed);
	json_string(j, "service_down_seconds", r->down_seconds);
	json_number(j, "processes", (int64_t)r->processes);
	json_differences(j, r);
	if (report->campaign != NULL)
		json_campaign(j, report->campaign);
	json_end(j);
}
