#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "install/basedir.h"
#include "install/install.h"
#include "install/install_objects.h"
#include "install/instance.h"
#include "install/items.h"
#include "install/pkgdir.h"
#include "install/preflight.h"
#include "install/response.h"
#include "os/file.h"
#include "run/lock.h"
#include "run/script.h"
#include "target/fs_ops.h"

static int
make_directories_of_tools(struct run *r)
{
	static const char *const names[] = {
	    "/var/sadm/install/admin",
	    "/var/sadm/install/logs",
	    "/var/sadm/pkg",
	};
	char *path;
	size_t i;
	int code = 0;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		path = target_path(r->target, names[i]);
		if (!make_directories(path, 0755)) {
			log_error(
			    r, "%s cannot be made: %s", path, strerror(errno));
			code = EXIT_INTERNAL;
		}
		free(path);
	}
	return code;
}

/* A database with a line that is not understood: nothing is begun. */
static int
check_database(struct run *r)
{
	return run_load_database(r) ? 0 : EXIT_INTERNAL;
}

static int
make_private_directory(struct run *r)
{
	const char *dir = getenv("TMPDIR");

	if (dir == NULL || *dir == '\0' || !r->target->alternate)
		dir = "/var/tmp";
	r->temp = make_temporary(dir, "install");
	if (r->temp == NULL) {
		log_error(r, "no private directory can be made in %s: %s", dir,
		    strerror(errno));
		return EXIT_INTERNAL;
	}
	/* the unprivileged scripts find their files in it by name */
	(void)chmod(r->temp, 0771);
	return 0;
}

static int
check_parameters(struct run *r)
{
	static const char *const needed[] = {
	    "PKG",
	    "NAME",
	    "ARCH",
	    "VERSION",
	    "CATEGORY",
	};
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (env_get(r->env, needed[i]) == NULL) {
			log_error(r, "the pkginfo has no %s", needed[i]);
			return EXIT_FATAL;
		}
	log_info(r, "\n%s(%s) %s", env_get(r->env, "NAME"),
	    env_get(r->env, "ARCH"), env_get(r->env, "VERSION"));
	if (env_get(r->env, "INTONLY") != NULL && r->options->unattended) {
		log_error(r, "%s is interactive only (INTONLY)",
		    env_get(r->env, "PKG"));
		return EXIT_FATAL;
	}
	return 0;
}

static int
take_lock(struct run *r)
{
	return lock_packages(r, "pkgadd") ? 0 : EXIT_INTERNAL;
}

static int
show_copyright(struct run *r)
{
	char *path = xasprintf("%s/install/copyright", r->source_dir);
	struct buf text = BUF_INIT;
	struct diag ignored = DIAG_INIT;

	if (r->options->no_copyright)
		;
	else if (access(path, F_OK) == 0 &&
	    file_read(path, PKGINFO_MAX, &text, &ignored)) {
		(void)fputs(buf_text(&text), r->options->out);
		(void)fflush(r->options->out);
	} else if (env_get(r->env, "VENDOR") != NULL)
		log_info(r, "%s", env_get(r->env, "VENDOR"));
	diag_free(&ignored);
	buf_free(&text);
	free(path);
	return 0;
}

static int
set_instance_env(struct run *r)
{
	char *save = target_package(r->target, r->instance, "save");

	env_set(r->env, "PKGINST", r->instance);
	env_set(r->env, "PKGSAV", save);
	free(save);
	set_directory_env(r);
	if (r->options->no_unified)
		env_set(r->env, "PKG_NO_UNIFIED", "TRUE");
	return 0;
}

static int
resolve_directories(struct run *r)
{
	int code = resolve_basedir(r);

	if (code == 0)
		code = make_basedir(r);
	if (code == 0)
		set_directory_env(r);
	return code;
}

static int
analyse(struct run *r)
{
	char *scripts = xasprintf("%s/install", r->source_dir);

	r->drop_set_id = r->drop_set_id ||
	    admin_is(r->admin, ADMIN_SETUID, "nochange");
	r->keep_conflicts = r->keep_conflicts ||
	    admin_is(r->admin, ADMIN_CONFLICT, "nochange");
	classes_load(r);
	classes_find_scripts(r, "i.", scripts);
	free(scripts);
	log_info(r, "## Processing package and system information.");
	if (!run_load_database(r) || !items_load(r))
		return EXIT_INTERNAL;
	items_merge(r);
	return 0;
}

/* Answers in the meantime may ask for another merge (check_conflicts). */
static int
analyse_again(struct run *r)
{
	if (!r->merge_again)
		return 0;
	if (!run_load_database(r) || !items_load(r))
		return EXIT_INTERNAL;
	items_merge(r);
	return 0;
}

static int
check_ulimit(struct run *r)
{
	const char *text = env_get(r->env, "ULIMIT");
	char *end;

	if (text == NULL)
		return 0;
	(void)strtol(text, &end, 10);
	if (end == text || *end != '\0') {
		log_error(r, "ULIMIT=%s is no number of blocks", text);
		return EXIT_INTERNAL;
	}
	env_set(r->env, "PKG_ULIMIT", "TRUE");
	return 0;
}

static void
set_install_date(struct run *r)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[64];

	if (localtime_r(&now, &tm) != NULL &&
	    strftime(text, sizeof(text), "%b %d %Y %H:%M", &tm) > 0)
		env_set(r->env, "INSTDATE", text);
}

/* From here on a failure leaves traces (svr4-packaging 6.1 step 11). */
static int
begin(struct run *r)
{
	log_info(r, "\nInstalling %s as <%s>\n", env_get(r->env, "NAME"),
	    r->instance);
	r->started = true;
	if (!run_store_database(r, "pkgadd"))
		return EXIT_INTERNAL;
	clear_lock(r, "!I-Lock!");
	if (!set_lock(r, "!I-Lock!"))
		return EXIT_INTERNAL;
	set_install_date(r);
	return store_pkgdir(r);
}

/* Runs and removes a procedure script that the package brings. */
static int
run_procedure_script(struct run *r, const char *name, const char *variable)
{
	char *delivered = xasprintf("%s/install/%s", r->source_dir, name);
	char *below = xasprintf("install/%s", name);
	char *path = target_package(r->target, r->instance, below);
	struct script s = {.name = name,
	    .path = path,
	    .dir = r->script_dir,
	    .input = INPUT_NONE};
	int code = 0;

	if (access(delivered, F_OK) == 0 && access(path, F_OK) == 0) {
		log_info(r, "## Running %s.", name);
		if (env_get(r->env, "NONABI_SCRIPTS") != NULL)
			s.input = INPUT_CALLER;
		env_set(r->env, variable, name);
		code = check_script_status(r, script_run(r, &s), name);
		if (code == 0)
			(void)unlink(path);
	}
	free(path);
	free(below);
	free(delivered);
	return code;
}

/* The variable is misspelt, and scripts see it so (svr4-packaging 6.2). */
static int
run_preinstall(struct run *r)
{
	return run_procedure_script(r, "preinstall", "PKG_PROC_script");
}

static int
install_parts(struct run *r)
{
	unsigned part, last = last_part(r);
	int code = 0;

	for (part = 1; part <= last && code == 0; part++)
		code = install_part(r, part);
	if (code == 0)
		drop_class_scripts(r);
	return code;
}

static int
run_postinstall(struct run *r)
{
	char *path = xasprintf("%s/install/postinstall", r->source_dir);

	if (access(path, F_OK) == 0)
		env_set(r->env, "TMPDIR", r->temp);
	free(path);
	return run_procedure_script(r, "postinstall", "PKG_PROC_SCRIPT");
}

static int
conclude(struct run *r)
{
	if (!r->notes.warned) {
		clear_lock(r, "!R-Lock!");
		clear_lock(r, "!I-Lock!");
	}
	if (r->options->global_only && !note_global_only(r, true))
		return EXIT_FATAL;
	return 0;
}

/* The order is that of svr4-packaging 6.1. */
static int (*const install_steps[])(struct run *) = {
    make_directories_of_tools,
    make_private_directory,
    check_parameters,
    take_lock,
    check_database,
    show_copyright,
    choose_instance,
    load_response,
    set_instance_env,
    begin_update,
    check_partial,
    check_install_runlevel,
    run_request,
    merge_response,
    run_checkinstall,
    merge_response,
    resolve_directories,
    analyse,
    check_ulimit,
    check_information_files,
    check_dependencies,
    check_space,
    check_conflicts,
    check_set_id,
    check_install_scripts,
    analyse_again,
    make_pkgdir,
    begin,
    run_preinstall,
    install_parts,
    run_postinstall,
    conclude,
};

static int
own_instance(struct run *r)
{
	r->instance = xstrdup(r->name);
	return 0;
}

static int
need_request(struct run *r)
{
	char *path = xasprintf("%s/install/request", r->source_dir);
	bool there = access(path, F_OK) == 0;

	free(path);
	if (there)
		return 0;
	log_error(r, "the package has no request script");
	return EXIT_FATAL;
}

static int (*const ask_steps[])(struct run *) = {
    make_private_directory,
    check_parameters,
    show_copyright,
    need_request,
    own_instance,
    run_request,
};

/* The caller's environment can ask for the ways of old packages, too. */
static void
set_legacy_env(struct run *r)
{
	const char *value;

	if (getenv("NONABI_SCRIPTS") != NULL)
		env_set(r->env, "NONABI_SCRIPTS", "TRUE");
	if (getenv("PKG_NONABI_SYMLINKS") != NULL)
		env_set(r->env, "PKG_NONABI_SYMLINKS", "TRUE");
	value = env_get(r->env, "PKG_NONABI_SYMLINKS");
	if (value != NULL && strncasecmp(value, "TRUE", 4) == 0)
		r->target->follows = true;
}

/* What the environment holds before anything is known (6.1 step 2). */
static void
set_initial_env(struct run *r, const struct installation *in)
{
	if (r->options->initial)
		env_set(r->env, "PKG_INIT_INSTALL", "TRUE");
	set_client_release_env(r);
	env_set(r->env, "INST_DATADIR", in->data_dir);
	env_set(r->env, "PATH", r->shell->search);
	env_set(r->env, "OAMBASE", "/usr/sadm/sysadm");
	env_set_all(r->env, r->info);
	set_legacy_env(r);
	set_directory_env(r);
}

static struct run *
new_run(const struct installation *in)
{
	struct run *r = run_new(in->options, in->admin, in->target, in->shell);
	const struct objects *list;
	size_t i;

	r->trace = in->trace;
	r->map = in->map;
	r->info = in->package->info;
	r->name = in->package->name;
	r->response = in->response;
	r->asking = in->asking;
	r->source_dir = path_join(in->data_dir, in->package->name);
	r->script_dir = in->from_directory
	    ? xstrdup(in->caller_dir)
	    : target_path(in->target, "/var/sadm/install");
	list = &r->map->objects;
	for (i = 0; i < list->n; i++)
		if (list->v[i].ftype != 'i' && list->v[i].path[0] != '/')
			r->relocatable = true;
	set_initial_env(r, in);
	return r;
}

/* What is left of a run that was refused or broke off (quit.c). */
static void
clean_up(struct run *r)
{
	char *dir;

	if (r->instance == NULL)
		return;
	if (r->update && r->started)
		discard_saved_pkgdir(r);
	else if (r->update)
		restore_saved_pkgdir(r);
	else if (!r->started) {
		dir = target_package(r->target, r->instance, NULL);
		(void)remove_tree(dir);
		free(dir);
	}
}

static int
finish(struct run *r, int code)
{
	code = exit_code_final(&r->notes, code);
	log_error(r, "\n%s of <%s> %s",
	    r->asking ? "Asking the questions" : "Installation",
	    r->instance == NULL ? r->name : r->instance, exit_code_text(code));
	if (code != 0 && !r->started)
		log_error(r, "Nothing was changed.");
	return code;
}

static int
run_steps(struct run *r, int (*const *steps)(struct run *), size_t n)
{
	int code = 0;
	size_t i;

	for (i = 0; i < n && code == 0; i++)
		code = is_interrupted() ? EXIT_INTERRUPTED : steps[i](r);
	return code;
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The answers are left beside the unpacked package, for pkgask to fetch. */
static int
ask_package(struct run *r)
{
	struct diag d = DIAG_INIT;
	char *to = xasprintf("%s" ANSWERS_SUFFIX, r->source_dir);
	int code = run_steps(r, ask_steps, COUNT(ask_steps));

	/* what a script wrote before it failed stays, too */
	if (r->answers != NULL && access(r->answers, F_OK) == 0 &&
	    !copy_owned(r->answers, to, &d) && code == 0)
		code = EXIT_FATAL;
	free(to);
	log_findings(r, &d);
	return finish(r, code);
}

int
install_package(const struct installation *in)
{
	struct run *r = new_run(in);
	int code;

	catch_interrupts();
	trace_note_changes(r->trace, r); /* how it was before */
	if (in->asking)
		code = ask_package(r);
	else {
		code = finish(
		    r, run_steps(r, install_steps, COUNT(install_steps)));
		if (chdir("/") == 0)
			clean_up(r);
		trace_note_changes(r->trace, r);
	}
	run_free(r);
	return code;
}
