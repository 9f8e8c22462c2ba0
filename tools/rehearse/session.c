#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "rehearse/installed.h"
#include "rehearse/remove.h"
#include "rehearse/sandbox.h"
#include "rehearse/session.h"
#include "rehearse/tally.h"

char *
session_self(void)
{
	char text[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", text, sizeof(text) - 1);

	if (n <= 0)
		return xstrdup("pkgstream");
	text[n] = '\0';
	return xstrdup(text);
}

const char *
session_temporary(void)
{
	const char *dir = getenv("TMPDIR");

	return dir == NULL || dir[0] != '/' ? "/var/tmp" : dir;
}

/* Where the admin file lies; the caller frees. */
static char *
admin_path(const char *name, const char *root)
{
	char *path;

	if (name == NULL)
		name = "default";
	else if (strchr(name, '/') != NULL || access(name, F_OK) == 0)
		return xstrdup(name);
	path = xasprintf("%s/var/sadm/install/admin/%s",
	    strcmp(root, "/") == 0 ? "" : root, name);
	if (access(path, R_OK) == 0)
		return path;
	free(path);
	return xasprintf("/var/sadm/install/admin/%s", name);
}

struct admin *
session_admin(const char *name, const char *root, struct diag *d)
{
	struct buf text = BUF_INIT;
	struct admin *a = NULL;
	char *path;

	if (name != NULL && strcmp(name, "none") == 0) {
		a = admin_new();
		admin_set(a, ADMIN_BASEDIR, "ask");
		return a;
	}
	path = admin_path(name, root);
	if (file_read(path, PKGINFO_MAX, &text, d))
		a = admin_parse(buf_text(&text), text.len, path, d);
	buf_free(&text);
	free(path);
	return a;
}

/* One pkgrm on its way through its packages. */
struct removing {
	const struct settings	*set;
	const struct remove_request *q;
	const struct admin	*admin;
	struct trace		*trace;
	struct target		*target;
	struct shell		*shell;
	const char		*instance;
};

static int
remove_one(void *arg)
{
	struct removing *m = arg;

	return remove_package(m->set, m->admin, m->target, m->shell,
	    m->trace, m->instance);
}

static bool
all_installed(struct removing *m)
{
	struct installations *all = installations_read(m->target);
	bool ok = true;
	size_t i;

	for (i = 0; i < m->q->nnames; i++)
		if (installations_find(all, m->q->names[i]) == NULL) {
			(void)fprintf(m->set->err,
			    "no package instance <%s> is installed\n",
			    m->q->names[i]);
			ok = false;
		}
	installations_free(all);
	return ok;
}

static bool
confirmed(struct removing *m, int *code)
{
	struct run *r;
	char *question;

	*code = 0;
	if (m->set->unattended)
		return true;
	r = run_new(m->set, m->admin, m->target, m->shell);
	question = xasprintf("Do you want to remove <%s>?", m->instance);
	*code = ask_yes(r, question);
	free(question);
	run_free(r);
	return *code == 0;
}

static int
remove_all(struct removing *m)
{
	struct tally t = { .failed = false };
	size_t i;
	int code;

	if (!all_installed(m))
		return EXIT_FATAL;
	for (i = 0; i < m->q->nnames; i++) {
		m->instance = m->q->names[i];
		if (t.reboot_now)
			continue;
		if (t.stopped && m->set->unattended)
			break;
		if (!confirmed(m, &code)) {
			if (code == EXIT_FATAL)
				return code;
			continue;
		}
		tally_add(&t, run_apart(remove_one, m));
	}
	return tally_code(&t, true);
}

/* Inside the sandbox of a live target, or straight away. */
static int
remove_inside(void *arg, const struct place *place)
{
	struct removing *m = arg;
	struct diag d = DIAG_INIT;
	int code = EXIT_FATAL;

	m->target = target_open(place->root, place->alternate,
	    place->privileged, &d);
	if (m->target != NULL)
		m->shell = shell_new(place->shell, place->temporary,
		    place->self, &d);
	(void)fprintf(m->set->err, "scripts are run by %s\n",
	    place->shell_name);
	diag_print(&d, SEVERITY_WARNING, m->set->err);
	diag_free(&d);
	if (m->shell != NULL)
		code = remove_all(m);
	shell_free(m->shell);
	target_close(m->target);
	return code;
}

int
removal_run(const struct settings *set, const struct remove_request *q,
    const struct admin *admin, struct trace *trace, const struct place *place)
{
	struct removing m = { .set = set, .q = q, .admin = admin,
	    .trace = trace };

	return remove_inside(&m, place);
}

int
session_remove(const struct settings *set, const struct remove_request *q,
    struct trace *trace)
{
	struct removing m = { .set = set, .q = q, .trace = trace };
	struct diag d = DIAG_INIT;
	struct admin *admin = session_admin(q->admin, set->root, &d);
	int code = EXIT_INTERNAL;

	m.admin = admin;
	if (admin != NULL)
		code = place_run(set, remove_inside, &m, &d);
	diag_print(&d, SEVERITY_WARNING, set->err);
	diag_free(&d);
	admin_free(admin);
	return code;
}
