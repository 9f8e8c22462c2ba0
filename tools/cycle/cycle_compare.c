#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/string_pool.h"
#include "base/words.h"
#include "cycle/cycle_compare.h"
#include "cycle/cycle_step.h"
#include "cycle/expected.h"

/*
 * Adds the lines of text that other lacks; prefix, which may be empty, stands
 * before them.
 */
static void
add_missing_lines(struct cycle_result *r, enum stage stage, const char *path,
    const char *prefix, const char *text, const char *other)
{
	struct slice rest = {text, strlen(text)}, line;
	struct string_pool others = STRING_POOL_INIT;
	char *difference;

	string_pool_add_words(&others, other, "\n");
	while (line_next(&rest, &line)) {
		if (line.len == 0 ||
		    string_pool_index(&others, line.p, line.len) !=
			STRING_POOL_NONE)
			continue;
		difference = xasprintf("%s%.*s", prefix, SLICE_ARGS(line));
		cycle_result_add_difference(r, stage, path, difference);
		free(difference);
	}
	string_pool_free(&others);
}

static bool
compare_check_output(struct cycle *c, const char *root, struct diag *d)
{
	char *output;

	if (!cycle_step(c, STAGE_CHECK, command_check(c, root), root, d))
		return false;
	output = cycle_last_output(c, root);
	add_missing_lines(
	    &c->result, STAGE_CHECK, "pkgchk", "", output, c->base_complaints);
	free(output);
	return true;
}

size_t
count_lines(const char *text)
{
	struct slice rest = {text, strlen(text)}, line;
	size_t n = 0;

	while (line_next(&rest, &line))
		n++;
	return n;
}

static void
count_path(void *result, const struct snapshot_difference *found)
{
	(void)found;
	((struct cycle_result *)result)->changed++;
}

/* The packages of an updated source are those of the next one. */
static void
count_objects(struct cycle *c, const struct cycle_source *source,
    const struct snapshot *files)
{
	size_t i;

	for (i = 0; i < source->nnames && !source->is_updated; i++)
		c->result.objects += snapshot_count_objects(
		    files, source->names[i]);
}

bool
count_installed(struct cycle *c, const char *root,
    const struct root_state *before, struct diag *d)
{
	struct comparison how = {
	    .paths_only = true, .differs = count_path, .arg = &c->result};
	struct snapshot *files = snapshot_take(root, NULL, d);
	struct file_states states;
	size_t i;
	bool ok;

	if (files == NULL)
		return false;
	for (i = 0; i < c->request->nsources; i++)
		count_objects(c, &c->request->sources[i], files);
	(void)snapshot_compare(before->files, files, &how);
	c->result.has_counts = true;
	if (c->request->detailed) {
		states = (struct file_states){
		    before->files, files, c->base, root};
		c->result.files = changed_files_find(&states, c->request->mark);
	}
	ok = expected_compare(c, files, d);
	snapshot_free(files);
	return ok && compare_check_output(c, root, d);
}

static void
add_removal_difference(void *result, const struct snapshot_difference *found)
{
	cycle_result_add_difference(
	    result, STAGE_COMPARE, found->path, found->text);
}

void
compare_processes(struct cycle_result *r, enum stage stage, const char *before,
    const char *after)
{
	r->processes = count_lines(after);
	add_missing_lines(
	    r, stage, "process", "runs, did not before: ", after, before);
	add_missing_lines(
	    r, stage, "process", "does not run any more: ", before, after);
}

bool
compare_removed(struct cycle *c, const char *root,
    const struct root_state *before, const char *processes, struct diag *d)
{
	struct comparison how = {.leave_out = LEAVE_OUT_TOOLS,
	    .ignore = c->request->ignore,
	    .nignore = c->request->nignore,
	    .differs = add_removal_difference,
	    .arg = &c->result};
	struct snapshot *files = snapshot_take(root, NULL, d);

	if (files == NULL)
		return false;
	(void)snapshot_compare(before->files, files, &how);
	snapshot_free(files);
	if (processes != NULL)
		compare_processes(
		    &c->result, STAGE_COMPARE, before->processes, processes);
	return compare_check_output(c, root, d);
}
