#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cycle/fault_trial.h"
#include "cycle/tool_command.h"
#include "os/file.h"
#include "os/tree.h"
#include "root/root_copy.h"
#include "root/scratch.h"

#define OUTPUT_MAX        (16u * 1024 * 1024) /* bytes of one tool */
#define DIFFERENCES_SHOWN 3                   /* of one trial */

struct trial_worker {
	const struct cycle *c;
	const char *installed; /* path of a root with the packages */
	const struct snapshot *installed_state;
	char *dir;                /* its own; holds all that follows */
	char *output;             /* file that a tool prints to */
	char *temporary;          /* TMPDIR of the tools */
	char **env;               /* of the tools */
	struct root_copy *before; /* of the base, made when needed */
	struct root_copy *after;  /* of installed, likewise */
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

struct trial_worker *
trial_worker_new(const struct cycle *c, const char *dir, const char *installed,
    const struct snapshot *installed_state, struct diag *d)
{
	struct trial_worker *worker = xcalloc(1, sizeof(*worker));

	worker->c = c;
	worker->installed = installed;
	worker->installed_state = installed_state;
	worker->dir = xstrdup(dir);
	worker->output = xasprintf("%s/output", dir);
	worker->temporary = xasprintf("%s/tmp", dir);
	worker->env = environment_new(worker->temporary);
	if (mkdir(dir, 0755) == 0)
		return worker;
	diag_system(d, dir, "cannot make the directory");
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

/* The root that the trial begins with, as it was before all trials. */
static struct root_copy *
prepare_root(struct trial_worker *worker, enum trial_kind kind, struct diag *d)
{
	bool after = kind == TRIAL_REMOVE_TWICE;
	struct root_copy **r = after ? &worker->after : &worker->before;
	char *to;

	if (!clear_temporary_files(worker, d))
		return NULL;
	if (*r != NULL)
		return root_copy_reset(*r, d) ? *r : NULL;
	to = xasprintf("%s/%s", worker->dir, after ? "after" : "before");
	*r = root_copy_new(after ? worker->installed : worker->c->base,
	    after ? worker->installed_state : worker->c->base_state, to, d);
	free(to);
	return *r;
}

/* Runs a tool to its end, or until it is killed at a point. */
static void
run_command(struct trial_worker *worker, struct command_line *command,
    const char *root, size_t kill_at, struct fault_points *points,
    struct fault_result *result, struct diag *d)
{
	struct fault_run f = {.argv = command->v,
	    .env = worker->env,
	    .root = root,
	    .output = worker->output,
	    .kill_at = kill_at,
	    .seconds = worker->c->request->seconds,
	    .points = points};

	tree_discard(worker->output);
	faults_run(&f, result, d);
	command_free(command);
	scratch_remove_live_mountpoints(root);
}

/* Appends the last line that the tool has printed. */
static void
quote_output(struct trial_worker *worker, struct buf *text)
{
	struct diag ignored = DIAG_INIT;
	struct buf all = BUF_INIT;
	const char *line;

	if (file_read(worker->output, OUTPUT_MAX, &all, &ignored)) {
		while (all.len > 0 && all.data[all.len - 1] == '\n')
			all.data[--all.len] = '\0';
		line = strrchr(buf_text(&all), '\n');
		buf_printf(
		    text, ": %s", line == NULL ? buf_text(&all) : line + 1);
	}
	buf_free(&all);
	diag_free(&ignored);
}

/* Runs a tool that has to succeed; text says how it failed. */
static enum trial_result
recover(struct trial_worker *worker, struct command_line command,
    const char *root, const char *what, struct buf *text, struct diag *d)
{
	struct fault_result result;

	run_command(worker, &command, root, 0, NULL, &result, d);
	if (result.end == FAULT_IMPOSSIBLE)
		return TRIAL_SYSTEM_FAILED;
	if (result.end == FAULT_TIMEOUT)
		buf_printf(text, "%s hangs", what);
	else if (exit_code_is_success(result.status))
		return TRIAL_RECOVERED;
	else
		buf_printf(text, "%s ends with %d", what, result.status);
	quote_output(worker, text);
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

/* The earlier snapshot of a root, which spares reading what is unchanged. */
static const struct snapshot *
snapshot_of_copy(const struct trial_worker *worker, const char *root)
{
	if (worker->before != NULL && root == root_copy_path(worker->before))
		return root_copy_snapshot(worker->before);
	return root_copy_snapshot(worker->after);
}

static enum trial_result
compare_root(struct trial_worker *worker, const char *root,
    const struct snapshot *with, struct comparison how, struct buf *text,
    struct diag *d)
{
	struct snapshot *is = snapshot_take(
	    root, snapshot_of_copy(worker, root), d);
	struct found_differences f = {.text = text};

	if (is == NULL)
		return TRIAL_SYSTEM_FAILED;
	how.differs = add_difference;
	how.arg = &f;
	how.instances = worker->c->request->sources->names;
	how.ninstances = worker->c->request->sources->nnames;
	how.ignore = worker->c->request->ignore;
	how.nignore = worker->c->request->nignore;
	(void)snapshot_compare(with, is, &how);
	snapshot_free(is);
	if (f.n > DIFFERENCES_SHOWN)
		buf_printf(text, "; and %zu more", f.n - DIFFERENCES_SHOWN);
	return f.n == 0 ? TRIAL_RECOVERED : TRIAL_LOST;
}

static enum trial_result
compare_with_base(struct trial_worker *worker, const char *root,
    struct buf *text, struct diag *d)
{
	return compare_root(worker, root, worker->c->base_state,
	    (struct comparison){.leave_out = LEAVE_OUT_TEMPORARY}, text, d);
}

static enum trial_result
compare_with_installed(struct trial_worker *worker, const char *root,
    struct buf *text, struct diag *d)
{
	return compare_root(worker, root, worker->installed_state,
	    (struct comparison){
		.leave_out = LEAVE_OUT_RECORDS, .clock = worker->c->base_time},
	    text, d);
}

/* Removes what is installed, if anything is, and compares with the base. */
static enum trial_result
remove_and_compare(struct trial_worker *worker, const char *root,
    const char *what, struct buf *text, struct diag *d)
{
	struct command_line command = command_remove(
	    worker->c, worker->c->request->sources, root);
	enum trial_result result = command.n == 0
	    ? TRIAL_RECOVERED
	    : recover(worker, command, root, what, text, d);

	return result == TRIAL_RECOVERED
	    ? compare_with_base(worker, root, text, d)
	    : result;
}

static enum trial_result
install_and_compare(struct trial_worker *worker, const char *root,
    struct buf *text, struct diag *d)
{
	enum trial_result result = recover(worker,
	    command_add(worker->c, worker->c->request->sources, root), root,
	    "the second installation", text, d);

	if (result == TRIAL_RECOVERED)
		result = compare_with_installed(worker, root, text, d);
	if (result == TRIAL_RECOVERED)
		result = remove_and_compare(
		    worker, root, "the removal after it", text, d);
	return result;
}

static enum trial_result
run_trial(struct trial_worker *worker, enum trial_kind kind, size_t number,
    struct buf *text, struct diag *d)
{
	struct root_copy *r = prepare_root(worker, kind, d);
	struct fault_result result;
	struct command_line command;
	const char *root;

	if (r == NULL)
		return TRIAL_SYSTEM_FAILED;
	root = root_copy_path(r);
	command = kind == TRIAL_REMOVE_TWICE
	    ? command_remove(worker->c, worker->c->request->sources, root)
	    : command_add(worker->c, worker->c->request->sources, root);
	run_command(worker, &command, root, number, NULL, &result, d);
	if (result.end == FAULT_IMPOSSIBLE)
		return TRIAL_SYSTEM_FAILED;
	if (result.end == FAULT_TIMEOUT) {
		buf_str(text, "hangs before the cut");
		return TRIAL_LOST;
	}
	return kind == TRIAL_INSTALL_TWICE
	    ? install_and_compare(worker, root, text, d)
	    : remove_and_compare(worker, root, "the removal", text, d);
}

enum trial_result
trial_worker_try(struct trial_worker *worker, enum trial_kind kind,
    size_t number, struct buf *text)
{
	struct diag d = DIAG_INIT;
	enum trial_result result = run_trial(worker, kind, number, text, &d);

	if (result == TRIAL_SYSTEM_FAILED && d.n > 0)
		buf_printf(text, "%s: %s",
		    d.v[0].file == NULL ? "" : d.v[0].file, d.v[0].text);
	diag_free(&d);
	return result;
}

int
trial_worker_find_points(struct trial_worker *worker,
    struct command_line *command, const char *root, struct fault_points *points,
    struct diag *d)
{
	struct fault_result result;

	if (!clear_temporary_files(worker, d)) {
		command_free(command);
		return -1;
	}
	run_command(worker, command, root, 0, points, &result, d);
	return result.end == FAULT_ENDED ? result.status : -1;
}

void
trial_worker_free(struct trial_worker *worker)
{
	if (worker == NULL)
		return;
	root_copy_free(worker->before, true);
	root_copy_free(worker->after, true);
	tree_discard(worker->dir);
	environment_free(worker->env);
	free(worker->dir);
	free(worker->output);
	free(worker->temporary);
	free(worker);
}
