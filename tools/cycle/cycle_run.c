/*
 * The steps of a cycle, one after the other and without faults.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cycle/cycle_compare.h"
#include "cycle/cycle_refuse.h"
#include "cycle/cycle_step.h"
#include "cycle/live_session.h"
#include "os/process.h"
#include "root/root_copy.h"
#include "root/scratch.h"

/* The copy of the base that the steps change. */
struct cycle_root {
	char *path;
	struct live_session *session; /* NULL: an alternate root */
	struct root_state before;     /* after the services were started */
	bool is_over;                 /* a step has failed: none follows */
};

/* The step that has just run is about the packages of the source. */
static void
name_step(struct cycle *c, const struct cycle_source *source)
{
	struct buf names = BUF_INIT;
	size_t i;

	for (i = 0; i < source->nnames; i++)
		buf_printf(&names, "%s%s", i > 0 ? " " : "", source->names[i]);
	cycle_name_step(c, buf_text(&names));
	buf_free(&names);
}

/*
 * Runs a step about a source, or none, in the live session or as a process of
 * its own.
 */
static bool
run_step(struct cycle *c, struct cycle_root *root, enum stage stage,
    size_t source, struct diag *d)
{
	const struct cycle_source *s = &c->request->sources[source];
	double begin = monotonic_seconds();
	int status;
	bool ok;

	if (root->session == NULL)
		ok = cycle_step(c, stage,
		    stage_installs(stage) ? command_add(c, s, root->path)
					  : command_remove(c, s, root->path),
		    root->path, d);
	else {
		status = live_session_step(root->session, stage, source);
		/* without a command, starting services is no step to tell */
		if (stage == STAGE_START && c->request->start == NULL &&
		    status == 0)
			return true;
		/* when the session has died, its output says why */
		ok = cycle_record_step(c, stage, status, begin, d);
	}
	if (!ok)
		return false;
	if (stage != STAGE_START)
		name_step(c, s);
	root->is_over = !step_is_clean(cycle_last_step(c));
	return true;
}

/* Begins the live session and starts the services. */
static bool
start_session(struct cycle *c, struct cycle_root *root, struct diag *d)
{
	char *output = cycle_file(c, "output");

	root->session = live_session_open(c, root->path, output, d);
	free(output);
	if (root->session == NULL || !run_step(c, root, STAGE_START, 0, d))
		return false;
	root->before.processes = xstrdup(live_session_processes(root->session));
	c->result.nservices = count_lines(root->before.processes);
	return true;
}

/* Finds "... was down for 3 seconds", which scripts of patches print. */
static void
find_down_time(struct cycle *c)
{
	const char *p = strstr(cycle_last_step(c)->output, "down for ");

	if (p == NULL)
		return;
	p += strlen("down for ");
	free(c->result.down_seconds);
	c->result.down_seconds = xstrndup(p, strspn(p, "0123456789."));
}

static const char *
processes_of(const struct cycle_root *root)
{
	return root->session == NULL ? NULL
				     : live_session_processes(root->session);
}

static bool
install_sources(struct cycle *c, struct cycle_root *root, struct diag *d)
{
	const struct cycle_request *q = c->request;
	bool updates;
	size_t i;

	for (i = 0; i < q->nsources && !root->is_over; i++) {
		updates = i > 0 && q->sources[i - 1].is_updated;
		if (!run_step(
			c, root, updates ? STAGE_UPDATE : STAGE_INSTALL, i, d))
			return false;
		find_down_time(c);
	}
	return root->is_over ||
	    count_installed(c, root->path, &root->before, d);
}

/*
 * Tries to remove the source although another has replaced files of it: that
 * has to be refused, with nothing changed.
 */
static bool
try_removal(struct cycle *c, struct cycle_root *root,
    const struct root_state *before, size_t source, struct diag *d)
{
	struct covered covered;

	if (!find_covered(c->request, before->files->db, source, &covered))
		return true;
	if (!run_step(c, root, STAGE_REFUSE, source, d))
		return false;
	if (root->is_over)
		return true;
	if (exit_code_is_success(cycle_last_step(c)->status)) {
		add_unrefused(&c->result, &covered);
		root->is_over = true;
		return true;
	}
	return compare_refused(c, root->path, before, processes_of(root), d);
}

/* Those that others lie on, from the lowest up. */
static bool
try_removals(struct cycle *c, struct cycle_root *root, struct diag *d)
{
	const struct cycle_request *q = c->request;
	struct root_state before = {.files = NULL};
	bool ok = true;
	size_t i;

	if (root->is_over || q->nsources < 2)
		return true;
	before.files = snapshot_take(root->path, NULL, d);
	if (root->session != NULL)
		before.processes = xstrdup(processes_of(root));
	ok = before.files != NULL;
	for (i = 0; ok && i + 1 < q->nsources && !root->is_over; i++)
		ok = try_removal(c, root, &before, i, d);
	snapshot_free(before.files);
	free(before.processes);
	return ok;
}

static bool
remove_sources(struct cycle *c, struct cycle_root *root, struct diag *d)
{
	const struct cycle_source *s;
	size_t i;

	for (i = c->request->nsources; i-- > 0 && !root->is_over;) {
		s = &c->request->sources[i];
		if (s->is_updated)
			continue;
		if (!source_is_installed(s, root->path)) {
			cycle_result_add_difference(&c->result, STAGE_REMOVE,
			    "/var/sadm/pkg",
			    "the package is not there under its name");
			root->is_over = true;
		} else if (!run_step(c, root, STAGE_REMOVE, i, d))
			return false;
	}
	return root->is_over ||
	    compare_removed(
		c, root->path, &root->before, processes_of(root), d);
}

static bool
run_steps(struct cycle *c, struct cycle_root *root, struct diag *d)
{
	if (c->request->live && !start_session(c, root, d))
		return false;
	root->before.files = snapshot_take(root->path, NULL, d);
	if (root->before.files == NULL)
		return false;
	/* without its services there is nothing to compare with */
	root->is_over = !cycle_result_is_clean(&c->result);
	return root->is_over ||
	    (install_sources(c, root, d) && try_removals(c, root, d) &&
		remove_sources(c, root, d));
}

bool
cycle_run(struct cycle *c, struct diag *d)
{
	struct cycle_root root = {.path = NULL};
	struct root_copy *copy;
	bool ok;

	/* a package of `with' could not be installed */
	if (!cycle_result_is_clean(&c->result))
		return true;
	root.path = cycle_file(c, "root");
	copy = root_copy_new(c->base, c->base_state, root.path, d);
	ok = copy != NULL && run_steps(c, &root, d);
	live_session_close(root.session);
	if (c->states != NULL)
		ok = service_states_read(c->states, &c->result.services, d) &&
		    ok;
	scratch_remove_live_mountpoints(root.path);
	snapshot_free(root.before.files);
	root_copy_free(copy, false);
	free(root.before.processes);
	free(root.path);
	return ok;
}
