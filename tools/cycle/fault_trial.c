#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cycle/fault_trial.h"
#include "cycle/tool_command.h"
#include "os/file.h"
#include "os/tree.h"
#include "root/scratch.h"

#define OUTPUT_MAX        (16u * 1024 * 1024)
#define DIFFERENCES_SHOWN 3 /* of one trial */

/* What a comparison found. */
struct found {
	struct buf *text;
	size_t n;
};

struct trial_worker *
trial_worker_new(const struct cycle *c, const char *dir, const char *installed,
    const struct snapshot *installed_state, struct diag *d)
{
	struct trial_worker *b = xcalloc(1, sizeof(*b));

	b->c = c;
	b->installed = installed;
	b->installed_state = installed_state;
	b->dir = xstrdup(dir);
	b->output = xasprintf("%s/output", dir);
	b->temporary = xasprintf("%s/tmp", dir);
	b->env = environment_new(b->temporary);
	if (mkdir(dir, 0755) == 0)
		return b;
	diag_system(d, dir, "cannot make the directory");
	trial_worker_free(b);
	return NULL;
}

/* Killed tools leave temporary files. */
static bool
clear_temporary_files(struct trial_worker *b, struct diag *d)
{
	(void)tree_remove(b->temporary);
	if (mkdir(b->temporary, 0755) == 0 && chmod(b->temporary, 01777) == 0)
		return true;
	diag_system(d, b->temporary, "cannot make the directory");
	return false;
}

/* A fresh copy of the root that the trial begins with. */
static struct root_copy *
prepare_root(struct trial_worker *b, enum fault_trial trial, struct diag *d)
{
	bool after = trial == TRIAL_FINISH;
	struct root_copy **r = after ? &b->after : &b->before;
	char *to;

	if (!clear_temporary_files(b, d))
		return NULL;
	if (*r != NULL)
		return root_copy_reset(*r, d) ? *r : NULL;
	to = xasprintf("%s/%s", b->dir, after ? "after" : "before");
	*r = root_copy_new(after ? b->installed : b->c->base,
	    after ? b->installed_state : b->c->old, to, d);
	free(to);
	return *r;
}

/* Runs a tool to its end, or until it is killed at a point. */
static void
run_command(struct trial_worker *b, struct command_line *call, const char *root,
    size_t kill_at, struct fault_points *points, struct fault_result *result,
    struct diag *d)
{
	struct fault_run f = {.argv = call->v,
	    .env = b->env,
	    .root = root,
	    .output = b->output,
	    .kill_at = kill_at,
	    .seconds = CYCLE_SECONDS,
	    .points = points};

	(void)tree_remove(b->output);
	faults_run(&f, result, d);
	command_free(call);
	scratch_remove_live_mountpoints(root);
}

/* The last line that a tool has printed. */
static void
quote_output(struct trial_worker *b, struct buf *text)
{
	struct diag ignored = DIAG_INIT;
	struct buf all = BUF_INIT;
	const char *line;

	if (file_read(b->output, OUTPUT_MAX, &all, &ignored)) {
		while (all.len > 0 && all.data[all.len - 1] == '\n')
			all.data[--all.len] = '\0';
		line = strrchr(buf_text(&all), '\n');
		buf_printf(
		    text, ": %s", line == NULL ? buf_text(&all) : line + 1);
	}
	buf_free(&all);
	diag_free(&ignored);
}

/* Runs a tool that has to succeed. */
static enum trial_result
recover(struct trial_worker *b, struct command_line call, const char *root,
    const char *what, struct buf *text, struct diag *d)
{
	struct fault_result result;

	run_command(b, &call, root, 0, NULL, &result, d);
	if (result.end == FAULT_IMPOSSIBLE)
		return TRIAL_SYSTEM_FAILED;
	if (result.end == FAULT_TIMEOUT)
		buf_printf(text, "%s hangs", what);
	else if (exit_code_is_success(result.status))
		return TRIAL_RECOVERED;
	else
		buf_printf(text, "%s ends with %d", what, result.status);
	quote_output(b, text);
	return TRIAL_LOST;
}

static void
add_difference(void *arg, const struct snapshot_difference *found)
{
	struct found *f = arg;

	if (f->n++ < DIFFERENCES_SHOWN)
		buf_printf(f->text, "%s%s: %s", f->text->len > 0 ? "; " : "",
		    found->path, found->text);
}

/* With it a new snapshot reads only what changed since. */
static const struct snapshot *
snapshot_of_copy(const struct trial_worker *b, const char *root)
{
	if (b->before != NULL && root == root_copy_path(b->before))
		return root_copy_snapshot(b->before);
	return root_copy_snapshot(b->after);
}

static enum trial_result
compare_root(struct trial_worker *b, const char *root,
    const struct snapshot *with, struct comparison how, struct buf *text,
    struct diag *d)
{
	struct snapshot *is = snapshot_take(root, snapshot_of_copy(b, root), d);
	struct found f = {.text = text};

	if (is == NULL)
		return TRIAL_SYSTEM_FAILED;
	how.differs = add_difference;
	how.arg = &f;
	how.instances = b->c->q->names;
	how.ninstances = b->c->q->nnames;
	how.ignore = b->c->q->ignore;
	how.nignore = b->c->q->nignore;
	(void)snapshot_compare(with, is, &how);
	snapshot_free(is);
	if (f.n > DIFFERENCES_SHOWN)
		buf_printf(text, "; and %zu more", f.n - DIFFERENCES_SHOWN);
	return f.n == 0 ? TRIAL_RECOVERED : TRIAL_LOST;
}

static enum trial_result
compare_with_base(
    struct trial_worker *b, const char *root, struct buf *text, struct diag *d)
{
	return compare_root(b, root, b->c->old,
	    (struct comparison){.leave_out = LEAVE_OUT_TEMPORARY}, text, d);
}

static enum trial_result
compare_with_installed(
    struct trial_worker *b, const char *root, struct buf *text, struct diag *d)
{
	return compare_root(b, root, b->installed_state,
	    (struct comparison){
		.leave_out = LEAVE_OUT_RECORDS, .clock = b->c->clock},
	    text, d);
}

/* A package that is not there yet has nothing to be removed. */
static enum trial_result
remove_again(struct trial_worker *b, const char *root, const char *what,
    struct buf *text, struct diag *d)
{
	struct command_line call = command_remove(b->c, root);
	enum trial_result v = call.n == 0
	    ? TRIAL_RECOVERED
	    : recover(b, call, root, what, text, d);

	return v == TRIAL_RECOVERED ? compare_with_base(b, root, text, d) : v;
}

static enum trial_result
install_again(
    struct trial_worker *b, const char *root, struct buf *text, struct diag *d)
{
	enum trial_result v = recover(b, command_add(b->c, root), root,
	    "the second installation", text, d);

	if (v == TRIAL_RECOVERED)
		v = compare_with_installed(b, root, text, d);
	if (v == TRIAL_RECOVERED)
		v = remove_again(b, root, "the removal after it", text, d);
	return v;
}

static enum trial_result
run_trial(struct trial_worker *b, enum fault_trial trial, size_t number,
    struct buf *text, struct diag *d)
{
	struct root_copy *r = prepare_root(b, trial, d);
	struct fault_result result;
	struct command_line call;
	const char *root;

	if (r == NULL)
		return TRIAL_SYSTEM_FAILED;
	root = root_copy_path(r);
	call = trial == TRIAL_FINISH ? command_remove(b->c, root)
				     : command_add(b->c, root);
	run_command(b, &call, root, number, NULL, &result, d);
	if (result.end == FAULT_IMPOSSIBLE)
		return TRIAL_SYSTEM_FAILED;
	if (result.end == FAULT_TIMEOUT) {
		buf_str(text, "hangs before the cut");
		return TRIAL_LOST;
	}
	return trial == TRIAL_REPEAT
	    ? install_again(b, root, text, d)
	    : remove_again(b, root, "the removal", text, d);
}

enum trial_result
trial_worker_try(struct trial_worker *b, enum fault_trial trial, size_t number,
    struct buf *text)
{
	struct diag d = DIAG_INIT;
	enum trial_result v = run_trial(b, trial, number, text, &d);

	if (v == TRIAL_SYSTEM_FAILED && d.n > 0)
		buf_printf(text, "%s: %s",
		    d.v[0].file == NULL ? "" : d.v[0].file, d.v[0].text);
	diag_free(&d);
	return v;
}

int
trial_worker_count(struct trial_worker *b, struct command_line *call,
    const char *root, struct fault_points *points, struct diag *d)
{
	struct fault_result result;

	if (!clear_temporary_files(b, d)) {
		command_free(call);
		return -1;
	}
	run_command(b, call, root, 0, points, &result, d);
	return result.end == FAULT_ENDED ? result.status : -1;
}

void
trial_worker_free(struct trial_worker *b)
{
	if (b == NULL)
		return;
	root_copy_free(b->before, true);
	root_copy_free(b->after, true);
	(void)tree_remove(b->dir);
	environment_free(b->env);
	free(b->dir);
	free(b->output);
	free(b->temporary);
	free(b);
}
