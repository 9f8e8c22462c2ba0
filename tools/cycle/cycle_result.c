#include <stdlib.h>

#include "base/array.h"
#include "base/mem.h"
#include "cycle/cycle_result.h"

const char *
stage_name(enum stage stage)
{
	static const char *const names[] = {"prepare", "start", "install",
	    "update", "check", "refuse", "remove", "compare"};

	return names[stage];
}

bool
stage_installs(enum stage stage)
{
	return stage == STAGE_INSTALL || stage == STAGE_UPDATE;
}

bool
exit_code_is_success(int status)
{
	return status == 0 || status == 10 || status == 20;
}

bool
step_is_clean(const struct step *s)
{
	/*
	 * what a check complains about, and what was not refused, is among the
	 * differences
	 */
	return s->stage == STAGE_CHECK ||
	    (s->stage == STAGE_REFUSE && s->status >= 0) ||
	    exit_code_is_success(s->status);
}

bool
cycle_result_is_clean(const struct cycle_result *r)
{
	size_t i;

	for (i = 0; i < r->nsteps; i++)
		if (!step_is_clean(&r->steps[i]))
			return false;
	return r->ndifferences == 0;
}

void
cycle_result_add_step(struct cycle_result *r, struct step step)
{
	r->steps = array_append_room(r->steps, r->nsteps, sizeof(*r->steps));
	r->steps[r->nsteps++] = step;
}

void
cycle_result_add_difference(struct cycle_result *r, enum stage stage,
    const char *path, const char *text)
{
	r->differences = array_append_room(
	    r->differences, r->ndifferences, sizeof(*r->differences));
	r->differences[r->ndifferences++] = (struct difference){
	    .stage = stage, .path = xstrdup(path), .text = xstrdup(text)};
}

void
cycle_result_free(struct cycle_result *r)
{
	size_t i;

	for (i = 0; i < r->nsteps; i++) {
		free(r->steps[i].output);
		free(r->steps[i].packages);
		script_times_free(&r->steps[i].scripts);
	}
	for (i = 0; i < r->ndifferences; i++) {
		free(r->differences[i].path);
		free(r->differences[i].text);
	}
	free(r->steps);
	free(r->differences);
	path_list_free(&r->missing_parents);
	path_list_free(&r->left_behind);
	changed_files_free(&r->files);
	free(r->services.v);
	free(r->down_seconds);
}
