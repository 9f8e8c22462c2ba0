/*
 * One call of pkgadd or pkgask: chooses packages of the source, unpacks them,
 * and installs one after the other.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "install/install.h"
#include "install/response.h"
#include "os/file_ops.h"
#include "os/own_path.h"
#include "os/tree.h"
#include "rehearse/exit_summary.h"
#include "rehearse/limits.h"
#include "rehearse/open_target.h"
#include "rehearse/session.h"
#include "rehearse/unpack.h"
#include "root/exec_env.h"
#include "run/admin_file.h"
#include "target/installed.h"

/* One call of pkgadd or pkgask. */
struct add_session {
	const struct exec_env_options *env_options;
	const struct run_options *options;
	const struct add_request *q;
	struct package_reader *source;
	size_t *chosen; /* indices in the source */
	size_t n, size;
	char *unpacked; /* directory, host path; NULL: not unpacked */
	char *caller_dir;
	char *packages; /* absolute path of a source directory; or NULL */
	int code;       /* the exit code, if it cannot begin */
	struct admin *admin;
	struct response_source response;
	struct install_request install; /* for one package after the other */
};

static void
choose_index(struct add_session *a, size_t index)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (a->chosen[i] == index)
			return;
	a->chosen = array_room(a->chosen, a->n, &a->size, sizeof(*a->chosen));
	a->chosen[a->n++] = index;
}

/* A name of the command line: a package, all its instances, or all. */
static bool
choose_name(struct add_session *a, const char *name)
{
	size_t i, count = reader_count(a->source);
	bool found = false;

	for (i = 0; i < count; i++)
		if (instance_matches_name(
			reader_package(a->source, i)->name, name)) {
			choose_index(a, i);
			found = true;
		}
	if (!found)
		(void)fprintf(a->options->err, "no package <%s> in %s\n", name,
		    a->q->source);
	return found;
}

static bool
ask_for_packages(struct add_session *a)
{
	size_t i, count = reader_count(a->source);
	char line[1024], *p;

	for (i = 0; i < count; i++)
		(void)fprintf(a->options->out, "  %zu  %s\n", i + 1,
		    reader_package(a->source, i)->name);
	(void)fprintf(
	    a->options->out, "\nPackages to process (names or all) [all]: ");
	(void)fflush(a->options->out);
	if (fgets(line, sizeof(line), stdin) == NULL) {
		a->code = EXIT_INTERNAL;
		return false;
	}
	p = strtok(line, " ,\t\n");
	if (p == NULL)
		return choose_name(a, "all");
	for (; p != NULL; p = strtok(NULL, " ,\t\n"))
		if (!choose_name(a, p))
			return false;
	return true;
}

static int
compare_indices(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

/* Packages of a stream come in its order, for one pass over it (ds_order). */
static bool
choose_packages(struct add_session *a)
{
	size_t i;

	if (a->q->nnames == 0 && !ask_for_packages(a))
		return false;
	for (i = 0; i < a->q->nnames; i++)
		if (!choose_name(a, a->q->names[i]))
			return false;
	if (!reader_is_directory(a->source) && a->n > 0)
		qsort(a->chosen, a->n, sizeof(*a->chosen), compare_indices);
	return true;
}

/* The package whose parts are installed for this one (see session_add). */
static size_t
parts_index(const struct add_session *a, size_t index)
{
	return a->q->own_parts || reader_is_directory(a->source) ? index : 0;
}

static bool
copy_first_parts(struct add_session *a, size_t index, struct diag *d)
{
	char *from = path_join(a->unpacked, reader_package(a->source, 0)->name);
	char *to = path_join(
	    a->unpacked, reader_package(a->source, index)->name);
	bool ok = tree_copy(from, to, true, d);

	diag_warn(d, a->q->source, 0, "svr4-packaging 1.7",
	    "%s gets the parts of the first package, as the recorded pkgadd "
	    "does it; --own-parts gives it its own",
	    reader_package(a->source, index)->name);
	free(to);
	free(from);
	return ok;
}

/* Unpacks the chosen packages in one pass over the source. */
static bool
unpack_chosen(struct add_session *a, struct diag *d)
{
	bool *wanted = xcalloc(reader_count(a->source) + 1, sizeof(*wanted));
	size_t i;
	bool ok;

	for (i = 0; i < a->n; i++)
		wanted[parts_index(a, a->chosen[i])] = true;
	ok = unpack_packages(a->source, wanted, a->unpacked, d);
	for (i = 0; i < a->n && ok; i++)
		if (parts_index(a, a->chosen[i]) != a->chosen[i])
			ok = copy_first_parts(a, a->chosen[i], d);
	free(wanted);
	return ok;
}

static bool
unpack_source(struct add_session *a, struct diag *d)
{
	char *tmp;

	if (reader_is_directory(a->source) && !a->env_options->live &&
	    !a->q->asking)
		return true;
	tmp = a->env_options->live
	    ? xasprintf("%s/var/tmp", a->env_options->root)
	    : xstrdup(temporary_directory());
	if (a->env_options->live)
		(void)make_directories(tmp, 0755);
	a->unpacked = make_temporary(tmp, "dstream");
	free(tmp);
	if (a->unpacked == NULL || chmod(a->unpacked, 0755) == -1) {
		diag_system(d, a->q->source, "cannot unpack");
		return false;
	}
	return unpack_chosen(a, d);
}

static int
install_one(void *arg)
{
	return install_package(arg);
}

static int
ask_one(void *arg)
{
	return ask_package(arg);
}

/* May the next package be begun (continue_installation in pkgadd)? */
static bool
may_continue(struct add_session *a, const struct exit_summary *summary)
{
	char line[64];

	if (!summary->stopped)
		return true;
	if (a->options->unattended)
		return !summary->consult;
	(void)fprintf(
	    a->options->out, "\nContinue with the other packages? [y,n,?,q] ");
	(void)fflush(a->options->out);
	return fgets(line, sizeof(line), stdin) != NULL &&
	    (line[0] == 'y' || line[0] == 'Y');
}

/* Warns about what the package needs and a rehearsal does not have. */
static void
warn_limits(struct add_session *a)
{
	const struct package *p = a->install.package;
	const struct limit *l;

	for (l = limits; l->name != NULL; l++)
		if (l->concerns != NULL &&
		    l->concerns(p->info, p->map, a->install.caller.target))
			(void)fprintf(a->options->err, "warning: %s: %s: %s\n",
			    p->name, l->name, l->text);
}

static int
add_all(struct add_session *a)
{
	struct exit_summary summary = {.failed = false};
	size_t i;

	for (i = 0; i < a->n; i++) {
		a->install.package = reader_package(a->source, a->chosen[i]);
		a->install.map = reader_package(
		    a->source, parts_index(a, a->chosen[i]))
				     ->map;
		if (summary.reboot_now && !a->q->asking) {
			(void)fprintf(a->options->err,
			    "<%s> is left out: the "
			    "system has to be booted first\n",
			    a->install.package->name);
			continue;
		}
		if (!may_continue(a, &summary))
			break;
		warn_limits(a);
		exit_summary_add(&summary,
		    run_in_child(
			a->q->asking ? ask_one : install_one, &a->install));
	}
	if (summary.reboot_now || summary.reboot_later)
		(void)fprintf(a->options->err,
		    "The system would have to be booted now.\n");
	return exit_summary_code(&summary, false);
}

int
add_session_run(void *add_session, const struct exec_env *where)
{
	struct add_session *a = add_session;
	struct diag d = DIAG_INIT;
	char *data_dir = a->unpacked != NULL ? xstrdup(a->unpacked)
					     : xstrdup(a->q->source);
	int code = EXIT_FATAL;

	if (a->env_options->live) {
		free(data_dir);
		data_dir = xasprintf("/var/tmp/%s", path_basename(a->unpacked));
	}
	a->install.data_dir = data_dir;
	a->install.caller.target = open_target(where, a->options, &d);
	if (a->install.caller.target != NULL)
		a->install.caller.shell = shell_new(&where->scripts, &d);
	if (a->install.caller.shell != NULL)
		shell_print(a->install.caller.shell, a->options->err);
	diag_print(&d, SEVERITY_WARNING, a->options->err);
	diag_free(&d);
	if (a->install.caller.target != NULL && a->install.caller.shell != NULL)
		code = add_all(a);
	shell_free(a->install.caller.shell);
	target_close(a->install.caller.target);
	free(data_dir);
	return code;
}

/* pkgask: copies the response files to where -r points. */
static bool
fetch_response_files(struct add_session *a, struct diag *d)
{
	const char *name;
	struct stat st;
	char *from, *to;
	bool ok = true;
	size_t i;

	for (i = 0; i < a->n; i++) {
		name = reader_package(a->source, a->chosen[i])->name;
		from = xasprintf("%s/%s" RESPONSE_SUFFIX, a->unpacked, name);
		if (stat(a->q->response, &st) == 0 && S_ISDIR(st.st_mode))
			to = path_join(a->q->response, name);
		else
			to = xstrdup(a->q->response);
		if (access(from, F_OK) == 0 && !copy_owned(from, to, d))
			ok = false;
		free(to);
		free(from);
	}
	return ok;
}

static bool
is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool
open_and_unpack(struct add_session *a, struct diag *d)
{
	a->code = EXIT_INTERNAL;
	a->admin = a->q->asking
	    ? admin_new()
	    : admin_load(a->q->admin, a->env_options->root, d);
	if (a->admin == NULL)
		return false;
	/* a directory without packages counts as packages not found */
	if (is_directory(a->q->source))
		a->code = EXIT_FATAL;
	a->source = reader_open(a->q->source, d);
	if (a->source == NULL)
		return false;
	a->code = EXIT_FATAL;
	if (!choose_packages(a))
		return false;
	a->code = EXIT_INTERNAL;
	return unpack_source(a, d);
}

/* Reads everything of the host that is needed, before the root is entered. */
static bool
prepare(struct add_session *a, struct diag *d)
{
	char *cwd;

	if (!open_and_unpack(a, d))
		return false;
	response_source_read(
	    &a->response, a->q->asking ? NULL : a->q->response);
	cwd = getcwd(NULL, 0);
	a->caller_dir = cwd == NULL ? xstrdup("/") : cwd;
	a->install.caller.admin = a->admin;
	a->install.caller_dir = a->caller_dir;
	if (is_directory(a->q->source))
		a->packages = path_join(a->caller_dir, a->q->source);
	a->install.from_directory = a->unpacked == NULL;
	return true;
}

struct add_session *
add_session_prepare(const struct exec_env_options *env_options,
    const struct run_options *options, const struct add_request *q,
    struct trace *trace, int *code, struct diag *d)
{
	struct add_session *a = xcalloc(1, sizeof(*a));

	a->env_options = env_options;
	a->options = options;
	a->q = q;
	a->response.dir = -1;
	a->install = (struct install_request){.caller.options = options,
	    .caller.trace = trace,
	    .response = &a->response};
	if (prepare(a, d))
		return a;
	*code = a->code;
	add_session_free(a);
	return NULL;
}

void
add_session_free(struct add_session *a)
{
	if (a == NULL)
		return;
	if (a->unpacked != NULL)
		tree_discard(a->unpacked);
	response_source_free(&a->response);
	reader_close(a->source);
	admin_free(a->admin);
	free(a->packages);
	free(a->caller_dir);
	free(a->unpacked);
	free(a->chosen);
	free(a);
}

int
session_add(const struct exec_env_options *env_options,
    const struct run_options *options, const struct add_request *q,
    struct trace *trace)
{
	struct diag d = DIAG_INIT;
	struct exec_env_directories directories;
	int code = EXIT_FATAL;
	struct add_session *a = add_session_prepare(
	    env_options, options, q, trace, &code, &d);

	diag_print(&d, SEVERITY_WARNING, options->err);
	diag_free(&d);
	d = DIAG_INIT;
	if (a != NULL) {
		directories = (struct exec_env_directories){
		    .packages = a->packages, .unpacked = a->unpacked};
		code = exec_env_run(
		    env_options, &directories, add_session_run, a, &d);
		if (q->asking && !fetch_response_files(a, &d))
			code = EXIT_FATAL;
	}
	diag_print(&d, SEVERITY_WARNING, options->err);
	diag_free(&d);
	add_session_free(a);
	return code;
}
