#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/string_pool.h"
#include "cycle/fault_trial.h"
#include "cycle/host_failure.h"
#include "cycle/state_key.h"
#include "cycle/tool_command.h"
#include "os/interrupt.h"
#include "os/tree.h"
#include "root/root_copy.h"
#include "root/scratch.h"

#define DIFFERENCES_SHOWN 3 /* of one trial */

/* What was in the root at a fault point. */
struct cut_state {
	size_t number; /* of the point; 0: after the last one */
	struct snapshot *snapshot;
};

struct trial_worker {
	const struct cycle *c;
	const struct trial_states *states;
	char *dir;                 /* its own; holds all that follows */
	struct state_store *store; /* of the cuts, above that of the states */
	char *output;              /* file that a tool prints to */
	char *temporary;           /* TMPDIR of the tools */
	char **env;                /* of the tools */
	struct root_copy *root;    /* made when needed */
	struct cut_state *cuts;    /* by number */
	size_t ncuts;
	/* what succeeds: "KEY" is removed, "KEY twice" installed again */
	struct string_pool recovered;
	struct fault_result last; /* of the tool that has run */
};

/* The differences that a comparison found. */
struct found_differences {
	struct buf *text;
	size_t n;
};

const char *
trial_kind_name(enum trial_kind kind)
{
	static const char *const names[TRIAL_KINDS] = {
	    "installation cut, then removal",
	    "installation cut, then a second one",
	    "removal cut, then removal",
	};

	return names[kind];
}

enum cut_tool
trial_kind_tool(enum trial_kind kind)
{
	return kind == TRIAL_REMOVE_TWICE ? CUT_REMOVE : CUT_INSTALL;
}

static bool
open_store(struct trial_worker *worker, struct diag *d)
{
	char *path = xasprintf("%s/contents", worker->dir);

	worker->store = state_store_open(path, worker->states->store, d);
	free(path);
	return worker->store != NULL;
}

struct trial_worker *
trial_worker_new(const struct cycle *c, const char *dir,
    const struct trial_states *states, struct diag *d)
{
	struct trial_worker *worker = xcalloc(1, sizeof(*worker));

	worker->c = c;
	worker->states = states;
	worker->dir = xstrdup(dir);
	worker->output = xasprintf("%s/output", dir);
	worker->temporary = xasprintf("%s/tmp", dir);
	worker->env = environment_new(worker->temporary);
	if (mkdir(dir, 0755) == -1)
		diag_system(d, dir, "cannot make the directory");
	else if (open_store(worker, d))
		return worker;
	trial_worker_free(worker);
	return NULL;
}

/* Tools that were killed have left temporary files. */
static bool
clear_temporary_files(struct trial_worker *worker, struct diag *d)
{
	tree_discard(worker->temporary);
	if (mkdir(worker->temporary, 0755) == 0 &&
	    chmod(worker->temporary, 01777) == 0)
		return true;
	diag_system(d, worker->temporary, "cannot make the directory");
	return false;
}

/* Puts the root into a state; its path, or NULL after findings. */
static const char *
prepare_root(
    struct trial_worker *worker, const struct snapshot *state, struct diag *d)
{
	char *to;

	if (!clear_temporary_files(worker, d))
		return NULL;
	if (worker->root != NULL)
		return root_copy_become(worker->root, state, d)
		    ? root_copy_path(worker->root)
		    : NULL;
	to = xasprintf("%s/root", worker->dir);
	worker->root = root_copy_of_state(worker->store, state, to, d);
	free(to);
	return worker->root == NULL ? NULL : root_copy_path(worker->root);
}

/* The root in the state that the tool begins with. */
static const char *
prepare_tool(struct trial_worker *worker, enum cut_tool tool, struct diag *d)
{
	return prepare_root(worker,
	    tool == CUT_REMOVE ? worker->states->installed
			       : worker->states->base,
	    d);
}

static struct command_line
tool_command(
    const struct trial_worker *worker, enum cut_tool tool, const char *root)
{
	const struct cycle_source *source = worker->c->request->sources;

	return tool == CUT_REMOVE ? command_remove(worker->c, source, root)
				  : command_add(worker->c, source, root);
}

/* Runs a tool as f says, but for what every run has, and frees command. */
static void
run_command(struct trial_worker *worker, struct command_line *command,
    const char *root, struct fault_run *f, struct fault_result *result,
    struct diag *d)
{
	f->argv = command->v;
	f->env = worker->env;
	f->root = root;
	f->output = worker->output;
	f->seconds = worker->c->request->seconds;
	tree_discard(worker->output);
	faults_run(f, result, d);
	worker->last = *result;
	command_free(command);
	scratch_remove_live_mountpoints(root);
}

static bool
has_succeeded(const struct trial_worker *worker, enum cut_tool tool,
    const struct fault_result *result, struct diag *d)
{
	const char *what = tool == CUT_REMOVE ? "removal" : "installation";
	struct buf reason = BUF_INIT;
	char *line;

	if (result->end == FAULT_ENDED && exit_code_is_success(result->status))
		return true;
	if (result->end == FAULT_TIMEOUT && !is_interrupted())
		diag_error(d, NULL, 0, NULL,
		    "under observation, the %s did not end", what);
	else if (result->end == FAULT_ENDED) {
		line = last_output_line(worker->output);
		(void)host_has_failed(
		    result, worker->output, worker->dir, &reason);
		diag_error(d, NULL, 0, NULL,
		    "under observation, the %s ended with %d%s: %s", what,
		    result->status, buf_text(&reason), line);
		buf_free(&reason);
		free(line);
	}
	return false;
}

struct snapshot *
trial_worker_find_points(struct trial_worker *worker, enum cut_tool tool,
    struct fault_points *points, struct diag *d)
{
	const char *root = prepare_tool(worker, tool, d);
	struct fault_run f = {.points = points};
	struct fault_result result;
	struct command_line command;

	if (root == NULL)
		return NULL;
	command = tool_command(worker, tool, root);
	run_command(worker, &command, root, &f, &result, d);
	if (!has_succeeded(worker, tool, &result, d))
		return NULL;
	return state_store_keep(
	    worker->states->store, root, root_copy_snapshot(worker->root), d);
}

/* Stops of a tool, at which states are kept. */
struct cutting {
	struct trial_worker *worker;
	const size_t *numbers; /* of the points, ascending */
	size_t n;
	struct diag *d;
	bool has_failed;
};

static bool
keep_cut(struct cutting *k, size_t number)
{
	struct trial_worker *w = k->worker;
	const struct snapshot *before = w->ncuts == 0
	    ? root_copy_snapshot(w->root)
	    : w->cuts[w->ncuts - 1].snapshot;
	struct snapshot *s = state_store_keep(
	    w->store, root_copy_path(w->root), before, k->d);

	k->has_failed = s == NULL;
	if (s == NULL)
		return false;
	w->cuts = array_append_room(w->cuts, w->ncuts, sizeof(*w->cuts));
	w->cuts[w->ncuts++] = (struct cut_state){number, s};
	return true;
}

/* For struct fault_run: keeps states until the last one is there. */
static bool
at_point(void *arg, size_t number, const struct fault_point *point)
{
	struct cutting *k = arg;
	size_t done = k->worker->ncuts;

	(void)point;
	if (number < k->numbers[done])
		return true;
	return keep_cut(k, number) && done + 1 < k->n;
}

static void
forget_cuts(struct trial_worker *worker)
{
	while (worker->ncuts > 0)
		snapshot_free(worker->cuts[--worker->ncuts].snapshot);
	free(worker->cuts);
	worker->cuts = NULL;
}

bool
trial_worker_cut(struct trial_worker *worker, enum cut_tool tool,
    const size_t *numbers, size_t n, struct diag *d)
{
	struct cutting k = {
	    .worker = worker, .numbers = numbers, .n = n, .d = d};
	struct fault_run f = {.at_point = at_point, .arg = &k};
	struct fault_result result;
	struct command_line command;
	const char *root;

	forget_cuts(worker);
	if (!state_store_empty(worker->store, d))
		return false;
	root = prepare_tool(worker, tool, d);
	if (root == NULL)
		return false;
	command = tool_command(worker, tool, root);
	run_command(worker, &command, root, &f, &result, d);
	if (result.end == FAULT_IMPOSSIBLE || k.has_failed)
		return false;
	if (result.end == FAULT_KILLED)
		return true;
	/* this time it has passed fewer points: all later ones are its end */
	return has_succeeded(worker, tool, &result, d) && keep_cut(&k, 0);
}

/* The state of a point, or the one after all. */
static const struct snapshot *
find_cut(const struct trial_worker *worker, size_t number)
{
	const struct cut_state *cut = worker->cuts;

	while (cut->number != number && cut->number != 0 &&
	    cut + 1 < worker->cuts + worker->ncuts)
		cut++;
	return cut->snapshot;
}

/* Runs a tool that has to succeed; text says how it failed. */
static enum trial_result
recover(struct trial_worker *worker, struct command_line command,
    const char *root, const char *what, struct buf *text, struct diag *d)
{
	struct fault_run f = {.points = NULL};
	struct fault_result result;
	char *line;

	run_command(worker, &command, root, &f, &result, d);
	if (result.end == FAULT_IMPOSSIBLE)
		return TRIAL_SYSTEM_FAILED;
	if (result.end == FAULT_ENDED && exit_code_is_success(result.status))
		return TRIAL_RECOVERED;
	if (result.end == FAULT_TIMEOUT)
		buf_printf(text, "%s hangs", what);
	else
		buf_printf(text, "%s ends with %d", what, result.status);
	line = last_output_line(worker->output);
	buf_printf(text, ": %s", line);
	free(line);
	return TRIAL_LOST;
}

static void
add_difference(void *arg, const struct snapshot_difference *found)
{
	struct found_differences *f = arg;

	if (f->n++ < DIFFERENCES_SHOWN)
		buf_printf(f->text, "%s%s: %s", f->text->len > 0 ? "; " : "",
		    found->path, found->text);
}

/* Compares what the root has become. */
static enum trial_result
compare_root(struct trial_worker *worker, const struct snapshot *is,
    const struct snapshot *with, struct comparison how, struct buf *text)
{
	struct found_differences f = {.text = text};

	how.differs = add_difference;
	how.arg = &f;
	how.instances = worker->c->request->sources->names;
	how.ninstances = worker->c->request->sources->nnames;
	how.ignore = worker->c->request->ignore;
	how.nignore = worker->c->request->nignore;
	(void)snapshot_compare(with, is, &how);
	if (f.n > DIFFERENCES_SHOWN)
		buf_printf(text, "; and %zu more", f.n - DIFFERENCES_SHOWN);
	return f.n == 0 ? TRIAL_RECOVERED : TRIAL_LOST;
}

/* Has the same state been recovered from?  Remembers it when it is now. */
static bool
is_repeated(struct trial_worker *worker, const char *key)
{
	return string_pool_find(&worker->recovered, key) != NULL;
}

static enum trial_result
remember(struct trial_worker *worker, enum trial_result result, const char *key)
{
	if (result == TRIAL_RECOVERED)
		(void)string_pool_add(&worker->recovered, key);
	return result;
}

/* Removes what is installed, if anything is, and compares with the base. */
static enum trial_result
remove_and_compare(struct trial_worker *worker, const char *root,
    const char *what, struct buf *text, struct diag *d)
{
	struct command_line command = tool_command(worker, CUT_REMOVE, root);
	struct snapshot *is;
	enum trial_result result = command.n == 0
	    ? TRIAL_RECOVERED
	    : recover(worker, command, root, what, text, d);

	if (result != TRIAL_RECOVERED)
		return result;
	is = snapshot_take(root, root_copy_snapshot(worker->root), d);
	if (is == NULL)
		return TRIAL_SYSTEM_FAILED;
	result = compare_root(worker, is, worker->states->base,
	    (struct comparison){.leave_out = LEAVE_OUT_TEMPORARY}, text);
	snapshot_free(is);
	return result;
}

/* The removal that follows a second installation. */
static enum trial_result
remove_after(struct trial_worker *worker, const struct snapshot *state,
    const char *root, struct buf *text, struct diag *d)
{
	char key[SHA256_HEX];

	state_key(state, worker->store, &worker->c->base_time, key);
	if (is_repeated(worker, key))
		return TRIAL_RECOVERED;
	return remember(worker,
	    remove_and_compare(worker, root, "the removal after it", text, d),
	    key);
}

static enum trial_result
install_and_compare(struct trial_worker *worker, const char *root,
    struct buf *text, struct diag *d)
{
	enum trial_result result = recover(worker,
	    tool_command(worker, CUT_INSTALL, root), root,
	    "the second installation", text, d);
	struct snapshot *is;

	if (result != TRIAL_RECOVERED)
		return result;
	is = state_store_keep(
	    worker->store, root, root_copy_snapshot(worker->root), d);
	if (is == NULL)
		return TRIAL_SYSTEM_FAILED;
	result = compare_root(worker, is, worker->states->installed,
	    (struct comparison){
		.leave_out = LEAVE_OUT_RECORDS, .clock = worker->c->base_time},
	    text);
	if (result == TRIAL_RECOVERED)
		result = remove_after(worker, is, root, text, d);
	snapshot_free(is);
	return result;
}

/* What follows on a cut. */
static enum trial_result
finish_trial(struct trial_worker *worker, enum trial_kind kind,
    const char *root, struct buf *text, struct diag *d)
{
	return kind == TRIAL_INSTALL_TWICE
	    ? install_and_compare(worker, root, text, d)
	    : remove_and_compare(worker, root, "the removal", text, d);
}

/* With the state that was kept, unless one that is the same has recovered. */
static enum trial_result
run_in_copy(struct trial_worker *worker, enum trial_kind kind, size_t number,
    struct buf *text, struct diag *d)
{
	const struct snapshot *state = find_cut(worker, number);
	char key[SHA256_HEX], *name;
	enum trial_result result = TRIAL_REPEATED;
	const char *root;

	state_key(state, worker->store, &worker->c->base_time, key);
	name = xasprintf(
	    "%s%s", key, kind == TRIAL_INSTALL_TWICE ? " twice" : "");
	if (!is_repeated(worker, name)) {
		root = prepare_root(worker, state, d);
		if (root != NULL)
			scratch_remove_live_mountpoints(root);
		result = root == NULL
		    ? TRIAL_SYSTEM_FAILED
		    : remember(worker,
			  finish_trial(worker, kind, root, text, d), name);
	}
	free(name);
	return result;
}

/* For struct fault_run: goes on until the point of this number. */
static bool
stop_at(void *last, size_t number, const struct fault_point *point)
{
	(void)point;
	return number < *(const size_t *)last;
}

/*
 * The root that a tool is cut in, with all inodes as the packages know them: a
 * removal is that of what was installed there.
 */
static const char *
prepare_in_place(
    struct trial_worker *worker, enum cut_tool tool, struct diag *d)
{
	const char *root = prepare_tool(worker, CUT_INSTALL, d);
	struct fault_run f = {.points = NULL};
	struct fault_result result;
	struct command_line command;

	if (root == NULL || tool == CUT_INSTALL)
		return root;
	command = tool_command(worker, CUT_INSTALL, root);
	run_command(worker, &command, root, &f, &result, d);
	return has_succeeded(worker, CUT_INSTALL, &result, d) ? root : NULL;
}

/* With the tool killed at the point. */
static enum trial_result
run_in_place(struct trial_worker *worker, enum trial_kind kind, size_t number,
    struct buf *text, struct diag *d)
{
	enum cut_tool tool = trial_kind_tool(kind);
	struct fault_run f = {.at_point = stop_at, .arg = &number};
	const char *root = prepare_in_place(worker, tool, d);
	struct command_line command;
	struct fault_result result;

	if (root == NULL)
		return TRIAL_SYSTEM_FAILED;
	command = tool_command(worker, tool, root);
	run_command(worker, &command, root, &f, &result, d);
	if (result.end == FAULT_IMPOSSIBLE)
		return TRIAL_SYSTEM_FAILED;
	if (result.end != FAULT_TIMEOUT)
		return finish_trial(worker, kind, root, text, d);
	buf_str(text, "hangs before the cut");
	return TRIAL_LOST;
}

/*
 * In a copy of the root files have other inode numbers, which scripts may have
 * noted, so a trial that is lost there is made once more in place.
 */
static enum trial_result
run_trial(struct trial_worker *worker, enum trial_kind kind, size_t number,
    struct buf *text, struct diag *d)
{
	enum trial_result result = run_in_copy(worker, kind, number, text, d);

	if (result == TRIAL_LOST && !is_interrupted()) {
		text->len = 0;
		buf_str(text, "");
		result = run_in_place(worker, kind, number, text, d);
		if (result == TRIAL_RECOVERED)
			result = TRIAL_RECOVERED_IN_PLACE;
	}
	if (result == TRIAL_LOST &&
	    host_has_failed(&worker->last, worker->output, worker->dir, text))
		result = TRIAL_SYSTEM_FAILED;
	return result;
}

enum trial_result
trial_worker_try(struct trial_worker *worker, enum trial_kind kind,
    size_t number, struct buf *text)
{
	struct diag d = DIAG_INIT;
	enum trial_result result = run_trial(worker, kind, number, text, &d);

	if (result == TRIAL_SYSTEM_FAILED && d.n > 0)
		buf_printf(text, "%s%s%s",
		    d.v[0].file == NULL ? "" : d.v[0].file,
		    d.v[0].file == NULL ? "" : ": ", d.v[0].text);
	diag_free(&d);
	return result;
}

void
trial_worker_free(struct trial_worker *worker)
{
	if (worker == NULL)
		return;
	forget_cuts(worker);
	root_copy_free(worker->root, true);
	state_store_close(worker->store);
	tree_discard(worker->dir);
	environment_free(worker->env);
	string_pool_free(&worker->recovered);
	free(worker->dir);
	free(worker->output);
	free(worker->temporary);
	free(worker);
}
