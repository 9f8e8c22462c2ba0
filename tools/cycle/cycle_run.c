/*
 * Installs, checks, removes and compares, without faults.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cycle/cycle_step.h"
#include "cycle/live_session.h"
#include "os/command.h"
#include "os/process.h"
#include "root/root_copy.h"
#include "root/scratch.h"

/* The copy of the base that the cycle works on. */
struct cycle_root {
	char *root;
	struct live_session *session; /* NULL: an alternate root */
	struct snapshot *before;      /* after services were started */
	char *processes;              /* the same: what ran */
};

static void
add_removal_difference(void *cycle, const struct snapshot_difference *found)
{
	cycle_add_difference(cycle, STAGE_COMPARE, found->path, found->text);
}

static bool
has_line(const char *text, const char *line, size_t len)
{
	const char *p = text;

	for (; *p != '\0'; p += strcspn(p, "\n"), p += *p == '\n')
		if (strncmp(p, line, len) == 0 &&
		    (p[len] == '\n' || p[len] == '\0'))
			return true;
	return false;
}

/* Adds what pkgchk reports now and did not report of the base. */
static bool
compare_check_output(struct cycle *c, const char *root, struct diag *d)
{
	const char *p;
	size_t len;
	char *line, *all;

	if (!cycle_step(c, STAGE_CHECK, command_check(c, root), root, d))
		return false;
	all = cycle_last_output(c, root);
	for (p = all; *p != '\0'; p += len + (p[len] == '\n')) {
		len = strcspn(p, "\n");
		if (len == 0 || has_line(c->checked, p, len))
			continue;
		line = xstrndup(p, len);
		cycle_add_difference(c, STAGE_CHECK, "pkgchk", line);
		free(line);
	}
	free(all);
	return true;
}

/* Finds "... was down for 3 seconds", which scripts of patches print. */
static void
find_down_time(struct cycle *c)
{
	const char *p = strstr(c->steps[c->nsteps - 1].output, "down for ");

	if (p == NULL)
		return;
	p += strlen("down for ");
	free(c->down);
	c->down = xstrndup(p, strspn(p, "0123456789."));
}

static void
count_path(void *cycle, const struct snapshot_difference *found)
{
	(void)found;
	((struct cycle *)cycle)->changed++;
}

static bool
examine_installed(struct cycle *c, struct cycle_root *v, struct diag *d)
{
	struct comparison how = {
	    .paths_only = true, .differs = count_path, .arg = c};
	size_t i;

	c->new = snapshot_take(v->root, NULL, d);
	if (c->new == NULL)
		return false;
	for (i = 0; i < c->q->nnames; i++)
		c->objects += snapshot_count_objects(c->new, c->q->names[i]);
	(void)snapshot_compare(v->before, c->new, &how);
	return compare_check_output(c, v->root, d);
}

/* The same processes must run as before. */
static void
compare_processes(struct cycle *c, const char *before, const char *is)
{
	const char *p;
	size_t len;
	char *line;

	for (p = is; *p != '\0'; p += len + 1, c->processes++) {
		len = strcspn(p, "\n");
		if (has_line(before, p, len))
			continue;
		line = xasprintf("runs, did not before: %.*s", (int)len, p);
		cycle_add_difference(c, STAGE_COMPARE, "process", line);
		free(line);
	}
	for (p = before; *p != '\0'; p += len + 1) {
		len = strcspn(p, "\n");
		if (has_line(is, p, len))
			continue;
		line = xasprintf("does not run any more: %.*s", (int)len, p);
		cycle_add_difference(c, STAGE_COMPARE, "process", line);
		free(line);
	}
}

static bool
examine_removed(struct cycle *c, struct cycle_root *v, struct diag *d)
{
	struct comparison how = {.leave_out = LEAVE_OUT_TOOLS,
	    .ignore = c->q->ignore,
	    .nignore = c->q->nignore,
	    .differs = add_removal_difference,
	    .arg = c};
	struct snapshot *s = snapshot_take(v->root, NULL, d);

	if (s == NULL)
		return false;
	(void)snapshot_compare(v->before, s, &how);
	snapshot_free(s);
	if (v->session != NULL)
		compare_processes(
		    c, v->processes, live_session_processes(v->session));
	return compare_check_output(c, v->root, d);
}

/* Runs a step in the live session, or as a process of its own. */
static bool
run_step(
    struct cycle *c, struct cycle_root *v, enum stage stage, struct diag *d)
{
	double begin = monotonic_seconds();
	int status;

	if (v->session == NULL)
		return cycle_step(c, stage,
		    stage == STAGE_INSTALL ? command_add(c, v->root)
					   : command_remove(c, v->root),
		    v->root, d);
	status = live_session_step(v->session, stage);
	if (stage == STAGE_START && c->q->start == NULL && status == 0)
		return true;
	/* when the session has died, its output says why */
	return cycle_record_step(c, stage, status, begin, d);
}

/* Starts the services and takes the snapshot to compare with. */
static bool
start_root(struct cycle *c, struct cycle_root *v, struct diag *d)
{
	char *output;

	if (!c->q->live) {
		v->before = snapshot_take(v->root, NULL, d);
		return v->before != NULL;
	}
	output = cycle_file(c, "output");
	v->session = live_session_open(c, v->root, output, d);
	free(output);
	if (v->session == NULL || !run_step(c, v, STAGE_START, d))
		return false;
	v->processes = xstrdup(live_session_processes(v->session));
	v->before = snapshot_take(v->root, NULL, d);
	return v->before != NULL;
}

static bool
is_installed(const struct cycle *c, const struct cycle_root *v)
{
	struct command_line call = command_remove(c, v->root);
	bool there = call.n > 0;

	command_free(&call);
	return there;
}

static bool
install_and_remove(struct cycle *c, struct cycle_root *v, struct diag *d)
{
	if (!start_root(c, v, d))
		return false;
	if (!cycle_is_clean(c))
		return true;
	if (!run_step(c, v, STAGE_INSTALL, d))
		return false;
	if (!exit_code_is_success(cycle_last_status(c)))
		return true;
	find_down_time(c);
	if (!examine_installed(c, v, d))
		return false;
	if (!is_installed(c, v)) {
		cycle_add_difference(c, STAGE_REMOVE, "/var/sadm/pkg",
		    "the package is not there under its name");
		return true;
	}
	if (!run_step(c, v, STAGE_REMOVE, d))
		return false;
	return !exit_code_is_success(cycle_last_status(c)) ||
	    examine_removed(c, v, d);
}

bool
cycle_run(struct cycle *c, struct diag *d)
{
	struct cycle_root v = {.root = NULL};
	struct root_copy *r;
	bool ok;

	if (!cycle_is_clean(c)) /* the base could not be made */
		return true;
	v.root = cycle_file(c, "root");
	r = root_copy_new(c->base, c->old, v.root, d);
	ok = r != NULL && install_and_remove(c, &v, d);
	live_session_close(v.session);
	scratch_remove_live_mountpoints(v.root);
	snapshot_free(v.before);
	root_copy_free(r, false);
	free(v.processes);
	free(v.root);
	return ok;
}
