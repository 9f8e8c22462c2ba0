/*
 * One call of pkgrm.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "install/remove.h"
#include "rehearse/exit_summary.h"
#include "rehearse/open_target.h"
#include "rehearse/session.h"
#include "root/exec_env.h"
#include "run/admin_file.h"
#include "target/installed.h"

struct remove_session {
	const struct remove_request *q;
	struct context common; /* what the removals have in common */
	const char *instance;  /* that is removed now */
};

static int
remove_one(void *arg)
{
	const struct remove_session *m = arg;

	return remove_package(&m->common, m->instance);
}

static bool
all_installed(struct remove_session *m)
{
	struct diag d = DIAG_INIT;
	struct installations *all = installations_read(m->common.target, &d);
	bool ok = all != NULL;
	size_t i;

	diag_print(&d, SEVERITY_WARNING, m->common.options->err);
	diag_free(&d);
	for (i = 0; all != NULL && i < m->q->nnames; i++)
		if (installations_find(all, m->q->names[i]) == NULL) {
			(void)fprintf(m->common.options->err,
			    "no package instance <%s> is installed\n",
			    m->q->names[i]);
			ok = false;
		}
	installations_free(all);
	return ok;
}

static bool
is_confirmed(struct remove_session *m, int *code)
{
	char *question;

	*code = 0;
	if (m->common.options->unattended)
		return true;
	question = xasprintf("Do you want to remove <%s>?", m->instance);
	*code = ask_yes_no(m->common.options, question);
	free(question);
	return *code == 0;
}

static int
remove_all(struct remove_session *m)
{
	struct exit_summary summary = {.failed = false};
	size_t i;
	int code;

	if (!all_installed(m))
		return EXIT_FATAL;
	for (i = 0; i < m->q->nnames; i++) {
		m->instance = m->q->names[i];
		if (summary.reboot_now)
			continue;
		if (summary.stopped && m->common.options->unattended)
			break;
		if (!is_confirmed(m, &code)) {
			if (code == EXIT_FATAL)
				return code;
			continue;
		}
		exit_summary_add(&summary, run_in_child(remove_one, m));
	}
	return exit_summary_code(&summary, true);
}

/* What exec_env_run calls, for a live target inside its sandbox. */
static int
remove_in_target(void *arg, const struct exec_env *where)
{
	struct remove_session *m = arg;
	struct diag d = DIAG_INIT;
	int code = EXIT_FATAL;

	m->common.target = open_target(where, m->common.options, &d);
	if (m->common.target != NULL)
		m->common.shell = shell_new(&where->scripts, &d);
	if (m->common.shell != NULL)
		shell_print(m->common.shell, m->common.options->err);
	diag_print(&d, SEVERITY_WARNING, m->common.options->err);
	diag_free(&d);
	if (m->common.shell != NULL)
		code = remove_all(m);
	shell_free(m->common.shell);
	target_close(m->common.target);
	return code;
}

int
remove_session_run(const struct run_options *options,
    const struct remove_request *q, const struct admin *admin,
    struct trace *trace, const struct exec_env *where)
{
	struct remove_session m = {.q = q,
	    .common = {.options = options, .admin = admin, .trace = trace}};

	return remove_in_target(&m, where);
}

int
session_remove(const struct exec_env_options *env_options,
    const struct run_options *options, const struct remove_request *q,
    struct trace *trace)
{
	struct remove_session m = {
	    .q = q, .common = {.options = options, .trace = trace}};
	struct diag d = DIAG_INIT;
	struct admin *admin = admin_load(q->admin, env_options->root, &d);
	int code = EXIT_INTERNAL;

	m.common.admin = admin;
	if (admin != NULL)
		code = exec_env_run(
		    env_options, NULL, remove_in_target, &m, &d);
	diag_print(&d, SEVERITY_WARNING, options->err);
	diag_free(&d);
	admin_free(admin);
	return code;
}
