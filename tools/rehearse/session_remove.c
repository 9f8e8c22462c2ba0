#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/remove.h"
#include "os/file.h"
#include "rehearse/exit_summary.h"
#include "rehearse/session.h"
#include "root/exec_env.h"
#include "run/admin_file.h"
#include "target/installed.h"

/* One pkgrm on its way through its packages. */
struct remove_session {
	const struct run_options *options;
	const struct remove_request *q;
	const struct admin *admin;
	struct trace *trace;
	struct target *target;
	struct shell *shell;
	const char *instance;
};

static int
remove_one(void *arg)
{
	struct remove_session *m = arg;

	return remove_package(
	    m->options, m->admin, m->target, m->shell, m->trace, m->instance);
}

static bool
all_installed(struct remove_session *m)
{
	struct installations *all = installations_read(m->target);
	bool ok = true;
	size_t i;

	for (i = 0; i < m->q->nnames; i++)
		if (installations_find(all, m->q->names[i]) == NULL) {
			(void)fprintf(m->options->err,
			    "no package instance <%s> is installed\n",
			    m->q->names[i]);
			ok = false;
		}
	installations_free(all);
	return ok;
}

static bool
confirmed(struct remove_session *m, int *code)
{
	struct run *r;
	char *question;

	*code = 0;
	if (m->options->unattended)
		return true;
	r = run_new(m->options, m->admin, m->target, m->shell);
	question = xasprintf("Do you want to remove <%s>?", m->instance);
	*code = ask_yes_no(r, question);
	free(question);
	run_free(r);
	return *code == 0;
}

static int
remove_all(struct remove_session *m)
{
	struct exit_summary t = {.failed = false};
	size_t i;
	int code;

	if (!all_installed(m))
		return EXIT_FATAL;
	for (i = 0; i < m->q->nnames; i++) {
		m->instance = m->q->names[i];
		if (t.reboot_now)
			continue;
		if (t.stopped && m->options->unattended)
			break;
		if (!confirmed(m, &code)) {
			if (code == EXIT_FATAL)
				return code;
			continue;
		}
		exit_summary_add(&t, run_in_child(remove_one, m));
	}
	return exit_summary_code(&t, true);
}

/* Inside the sandbox of a live target, or straight away. */
static int
remove_inside(void *arg, const struct exec_env *where)
{
	struct remove_session *m = arg;
	struct diag d = DIAG_INIT;
	int code = EXIT_FATAL;

	m->target = target_open(
	    where->root, where->alternate, where->privileged, &d);
	if (m->target != NULL)
		m->shell = shell_new(
		    where->shell, where->temporary, where->self, &d);
	(void)fprintf(
	    m->options->err, "scripts are run by %s\n", where->shell_name);
	diag_print(&d, SEVERITY_WARNING, m->options->err);
	diag_free(&d);
	if (m->shell != NULL)
		code = remove_all(m);
	shell_free(m->shell);
	target_close(m->target);
	return code;
}

int
remove_session_run(const struct run_options *options,
    const struct remove_request *q, const struct admin *admin,
    struct trace *trace, const struct exec_env *where)
{
	struct remove_session m = {
	    .options = options, .q = q, .admin = admin, .trace = trace};

	return remove_inside(&m, where);
}

int
session_remove(const struct exec_env_options *env_options,
    const struct run_options *options, const struct remove_request *q,
    struct trace *trace)
{
	struct remove_session m = {.options = options, .q = q, .trace = trace};
	struct diag d = DIAG_INIT;
	struct admin *admin = admin_load(q->admin, env_options->root, &d);
	int code = EXIT_INTERNAL;

	m.admin = admin;
	if (admin != NULL)
		code = exec_env_run(env_options, remove_inside, &m, &d);
	diag_print(&d, SEVERITY_WARNING, options->err);
	diag_free(&d);
	admin_free(admin);
	return code;
}
