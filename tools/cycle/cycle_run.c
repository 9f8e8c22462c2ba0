/*
 * The steps of a cycle, one after the other and without faults.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cycle/cycle_compare.h"
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
};

/* Runs a step in the live session, or as a process of its own. */
static bool
run_step(
    struct cycle *c, struct cycle_root *root, enum stage stage, struct diag *d)
{
	double begin = monotonic_seconds();
	int status;

	if (root->session == NULL)
		return cycle_step(c, stage,
		    stage == STAGE_INSTALL ? command_add(c, root->path)
					   : command_remove(c, root->path),
		    root->path, d);
	status = live_session_step(root->session, stage);
	/* without a command, starting services is no step to tell about */
	if (stage == STAGE_START && c->request->start == NULL && status == 0)
		return true;
	/* when the session has died, its output says why */
	return cycle_record_step(c, stage, status, begin, d);
}

/* Begins the live session and starts the services. */
static bool
start_session(struct cycle *c, struct cycle_root *root, struct diag *d)
{
	char *output = cycle_file(c, "output");

	root->session = live_session_open(c, root->path, output, d);
	free(output);
	if (root->session == NULL || !run_step(c, root, STAGE_START, d))
		return false;
	root->before.processes = xstrdup(live_session_processes(root->session));
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

static bool
is_installed(const struct cycle *c, const char *root)
{
	struct command_line command = command_remove(c, root);
	bool installed = command.n > 0;

	command_free(&command);
	return installed;
}

/* False when the system failed; a step that fails ends the cycle. */
static bool
install_and_remove(struct cycle *c, struct cycle_root *root, struct diag *d)
{
	if (!run_step(c, root, STAGE_INSTALL, d))
		return false;
	if (!exit_code_is_success(cycle_last_step(c)->status))
		return true;
	find_down_time(c);
	if (!count_installed(c, root->path, &root->before, d))
		return false;
	if (!is_installed(c, root->path)) {
		cycle_result_add_difference(&c->result, STAGE_REMOVE,
		    "/var/sadm/pkg", "the package is not there under its name");
		return true;
	}
	if (!run_step(c, root, STAGE_REMOVE, d))
		return false;
	return !exit_code_is_success(cycle_last_step(c)->status) ||
	    compare_removed(c, root->path, &root->before,
		root->session == NULL ? NULL
				      : live_session_processes(root->session),
		d);
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
	return !cycle_result_is_clean(&c->result) ||
	    install_and_remove(c, root, d);
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
	scratch_remove_live_mountpoints(root.path);
	snapshot_free(root.before.files);
	root_copy_free(copy, false);
	free(root.before.processes);
	free(root.path);
	return ok;
}
