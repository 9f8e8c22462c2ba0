#include <stdlib.h>
#include <string.h>

#include "report/cycle_report.h"
#include "run/missing_commands.h"
#include "run/shell.h"

bool
cycle_has_notes(const char *output)
{
	size_t i;

	for (i = 0; cycle_list_titles[i] != NULL; i++)
		if (strstr(output, cycle_list_titles[i]) != NULL)
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
			cycle_has_notes(r->steps[i].output)))
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
	char *shell = cycle_find_told(r, SHELL_TITLE);
	char *lacking = cycle_find_told(r, LACKING_TITLE);

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
