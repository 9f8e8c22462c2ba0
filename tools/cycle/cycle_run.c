/*
 * One cycle, undisturbed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cycle/cycle_impl.h"
#include "cycle/live_session.h"
#include "os/command.h"
#include "root/root_copy.h"
#include "root/scratch.h"

/* The root on which one undisturbed cycle runs. */
struct visit {
	char *root;
	struct live_session *home; /* of a live one; else NULL */
	struct snapshot *was;      /* when services ran */
	char *processes;           /* likewise */
};

static void
found_after_removal(void *cycle, const struct snapshot_difference *found)
{
	cycle_differs(cycle, STAGE_COMPARE, found->path, found->text);
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

/* What the check says now and did not say of the base. */
static bool
check(struct cycle *c, const char *root, struct diag *d)
{
	const char *p;
	size_t len;
	char *line, *all;

	if (!cycle_step(c, STAGE_CHECK, call_check(c, root), root, d))
		return false;
	all = cycle_complaints(c, root);
	for (p = all; *p != '\0'; p += len + (p[len] == '\n')) {
		len = strcspn(p, "\n");
		if (len == 0 || has_line(c->checked, p, len))
			continue;
		line = xstrndup(p, len);
		cycle_differs(c, STAGE_CHECK, "pkgchk", line);
		free(line);
	}
	free(all);
	return true;
}

/* "... was down for 3 seconds", as patches say it. */
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
examine_new(struct cycle *c, struct visit *v, struct diag *d)
{
	struct comparison how = {
	    .paths_only = true, .differs = count_path, .arg = c};
	size_t i;

	c->new = snapshot_take(v->root, NULL, d);
	if (c->new == NULL)
		return false;
	for (i = 0; i < c->q->nnames; i++)
		c->objects += snapshot_count_objects(c->new, c->q->names[i]);
	(void)snapshot_compare(v->was, c->new, &how);
	return check(c, v->root, d);
}

/* Services that ran have to run, and nothing else. */
static void
compare_processes(struct cycle *c, const char *was, const char *is)
{
	const char *p;
	size_t len;
	char *line;

	for (p = is; *p != '\0'; p += len + 1, c->processes++) {
		len = strcspn(p, "\n");
		if (has_line(was, p, len))
			continue;
		line = xasprintf("runs, did not before: %.*s", (int)len, p);
		cycle_differs(c, STAGE_COMPARE, "process", line);
		free(line);
	}
	for (p = was; *p != '\0'; p += len + 1) {
		len = strcspn(p, "\n");
		if (has_line(is, p, len))
			continue;
		line = xasprintf("does not run any more: %.*s", (int)len, p);
		cycle_differs(c, STAGE_COMPARE, "process", line);
		free(line);
	}
}

static bool
examine_end(struct cycle *c, struct visit *v, struct diag *d)
{
	struct comparison how = {.leave_out = LEAVE_OUT_TOOLS,
	    .ignore = c->q->ignore,
	    .nignore = c->q->nignore,
	    .differs = found_after_removal,
	    .arg = c};
	struct snapshot *s = snapshot_take(v->root, NULL, d);

	if (s == NULL)
		return false;
	(void)snapshot_compare(v->was, s, &how);
	snapshot_free(s);
	if (v->home != NULL)
		compare_processes(
		    c, v->processes, live_session_processes(v->home));
	return check(c, v->root, d);
}

/* One step in the residence, or as a process of its own. */
static bool
act(struct cycle *c, struct visit *v, enum stage stage, struct diag *d)
{
	struct timespec begin;
	int status;

	if (v->home == NULL)
		return cycle_step(c, stage,
		    stage == STAGE_INSTALL ? call_add(c, v->root)
					   : call_remove(c, v->root),
		    v->root, d);
	(void)clock_gettime(CLOCK_MONOTONIC, &begin);
	status = live_session_step(v->home, stage);
	if (stage == STAGE_START && c->q->start == NULL && status == 0)
		return true;
	/* without a residence, what was printed says why */
	return cycle_keep(c, stage, status, &begin, d);
}

/* Services run, and what they write is there. */
static bool
settle_in(struct cycle *c, struct visit *v, struct diag *d)
{
	char *output;

	if (!c->q->live) {
		v->was = snapshot_take(v->root, NULL, d);
		return v->was != NULL;
	}
	output = cycle_file(c, "output");
	v->home = live_session_open(c, v->root, output, d);
	free(output);
	if (v->home == NULL || !act(c, v, STAGE_START, d))
		return false;
	v->processes = xstrdup(live_session_processes(v->home));
	v->was = snapshot_take(v->root, NULL, d);
	return v->was != NULL;
}

static bool
is_installed(const struct cycle *c, const struct visit *v)
{
	struct command_line call = call_remove(c, v->root);
	bool there = call.n > 0;

	call_free(&call);
	return there;
}

static bool
go_and_return(struct cycle *c, struct visit *v, struct diag *d)
{
	if (!settle_in(c, v, d))
		return false;
	if (!cycle_is_clean(c))
		return true;
	if (!act(c, v, STAGE_INSTALL, d))
		return false;
	if (!exit_code_is_success(cycle_status(c)))
		return true;
	find_down_time(c);
	if (!examine_new(c, v, d))
		return false;
	if (!is_installed(c, v)) {
		cycle_differs(c, STAGE_REMOVE, "/var/sadm/pkg",
		    "the package is not there under its name");
		return true;
	}
	if (!act(c, v, STAGE_REMOVE, d))
		return false;
	return !exit_code_is_success(cycle_status(c)) || examine_end(c, v, d);
}

bool
cycle_run(struct cycle *c, struct diag *d)
{
	struct visit v = {.root = NULL};
	struct root_copy *r;
	bool ok;

	if (!cycle_is_clean(c)) /* the base could not be made */
		return true;
	v.root = cycle_file(c, "root");
	r = root_copy_new(c->base, c->old, v.root, d);
	ok = r != NULL && go_and_return(c, &v, d);
	live_session_close(v.home);
	scratch_remove_live_mountpoints(v.root);
	snapshot_free(v.was);
	root_copy_free(r, false);
	free(v.processes);
	free(v.root);
	return ok;
}
