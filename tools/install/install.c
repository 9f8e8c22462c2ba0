#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "install/basedir.h"
#include "install/dry_run_note.h"
#include "install/install.h"
#include "install/install_objects.h"
#include "install/pkgdir.h"
#include "install/preflight.h"
#include "install/script_env.h"
#include "os/file_ops.h"
#include "os/interrupt.h"
#include "os/tree.h"
#include "run/lock.h"
#include "run/script.h"
#include "target/installed.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int
make_tool_directories(struct installation *in)
{
	static const char *const names[] = {
	    "/var/sadm/install/admin",
	    "/var/sadm/install/logs",
	    "/var/sadm/pkg",
	};
	char *path;
	size_t i;
	int code = 0;

	for (i = 0; i < COUNT(names); i++) {
		path = target_path(in->ctx->target, names[i]);
		if (check_link_out(in->ctx, names[i]) != 0)
			code = EXIT_FATAL;
		else if (!make_directories(path, 0755)) {
			log_error(in->ctx, "%s cannot be made: %s", path,
			    strerror(errno));
			code = EXIT_INTERNAL;
		}
		free(path);
	}
	return code;
}

static int
make_private_directory(struct installation *in)
{
	int code = make_temp_dir(in->ctx, "install");

	/* the unprivileged scripts find their files in it by name */
	if (code == 0)
		(void)chmod(in->ctx->temp_dir, 0771);
	return code;
}

static int
check_package(struct installation *in)
{
	return check_parameters(in->ctx);
}

static int
take_lock(struct installation *in)
{
	return lock_packages(in->ctx) ? 0 : EXIT_INTERNAL;
}

/* Nothing is begun with a database that has a line we do not understand. */
static int
check_database(struct installation *in)
{
	return load_database(in->ctx, &in->db) ? 0 : EXIT_INTERNAL;
}

static int
print_copyright(struct installation *in)
{
	show_copyright(in->ctx, &in->source);
	return 0;
}

static int
find_instance(struct installation *in)
{
	int code = choose_instance(in->ctx, &in->update);

	in->request.is_update = in->update != UPDATE_NONE;
	return code;
}

static int
copy_given_response(struct installation *in)
{
	return load_response(
	    in->ctx, in->given_response, &in->request.response);
}

static int
set_instance_env(struct installation *in)
{
	struct context *ctx = in->ctx;
	char *save = target_package(ctx->target, ctx->instance, "save");

	env_set(ctx->env, "PKGINST", ctx->instance);
	env_set(ctx->env, "PKGSAV", save);
	free(save);
	set_directory_env(ctx, in->basedir);
	if (ctx->options->no_unified)
		env_set(ctx->env, "PKG_NO_UNIFIED", "TRUE");
	return 0;
}

static int
save_instance(struct installation *in)
{
	return begin_update(in->ctx, in->update, &in->saved_classes);
}

static int
check_earlier_run(struct installation *in)
{
	return check_partial(in->ctx);
}

static int
check_runlevel(struct installation *in)
{
	return check_install_runlevel(in->ctx);
}

static int
set_response(struct installation *in)
{
	return merge_response(
	    in->ctx, &in->request.response, in->request.is_update);
}

static int
ask_user(struct installation *in)
{
	int code = run_request(in->ctx, &in->request);

	in->dry.request = code;
	return code == 0 ? set_response(in) : code;
}

static int
ask_checkinstall(struct installation *in)
{
	int code = run_checkinstall(in->ctx, &in->request);

	in->dry.checkinstall = code;
	return code == 0 ? set_response(in) : code;
}

static int
find_basedir(struct installation *in)
{
	return resolve_basedir(in->ctx, source_is_relocatable(&in->source),
	    in->update, &in->basedir);
}

static int
create_basedir(struct installation *in)
{
	return make_basedir(in->ctx, in->basedir);
}

static int
set_basedir_env(struct installation *in)
{
	set_directory_env(in->ctx, in->basedir);
	return 0;
}

static int
merge_objects(struct installation *in)
{
	struct merge m = {.ctx = in->ctx,
	    .objects = &in->objects,
	    .policy = in->policy,
	    .classes = &in->classes};

	if (!load_database(in->ctx, &in->db) ||
	    !object_list_load(
		&in->objects, in->ctx, &in->source, in->basedir, &in->classes))
		return EXIT_INTERNAL;
	m.db = in->db;
	merge_with_database(&m);
	in->merged_policy = in->policy;
	return 0;
}

static int
analyse_package(struct installation *in)
{
	struct context *ctx = in->ctx;
	char *scripts = xasprintf("%s/install", in->source.dir);

	in->policy.drop_set_id = admin_is(ctx->admin, ADMIN_SETUID, "nochange");
	in->policy.keep_conflicts = admin_is(
	    ctx->admin, ADMIN_CONFLICT, "nochange");
	classes_load(&in->classes, ctx->env);
	classes_find_scripts(&in->classes, ctx, scripts);
	free(scripts);
	log_info(ctx, "## Processing package and system information.");
	return merge_objects(in);
}

/* Answers to the checks may have changed what is to be installed. */
static int
merge_objects_again(struct installation *in)
{
	return in->policy.keep_conflicts == in->merged_policy.keep_conflicts &&
		in->policy.drop_set_id == in->merged_policy.drop_set_id
	    ? 0
	    : merge_objects(in);
}

static int
check_limit(struct installation *in)
{
	return check_ulimit(in->ctx);
}

static int
check_files(struct installation *in)
{
	return check_information_files(in->ctx, &in->source);
}

static int
check_depend(struct installation *in)
{
	return check_dependencies(in->ctx, &in->source);
}

static int
check_free_space(struct installation *in)
{
	return check_space(in->ctx, &in->source, in->basedir, &in->objects);
}

static int
check_ways(struct installation *in)
{
	char *dir;
	size_t i;
	int code = 0;

	for (i = 0; i < in->objects.n && code == 0; i++) {
		dir = path_dirname(in->objects.v[i].object.path);
		code = check_link_out(in->ctx, dir);
		free(dir);
	}
	return code;
}

static int
check_shared(struct installation *in)
{
	return check_conflicts(in->ctx, &in->objects, &in->policy);
}

static int
check_programs(struct installation *in)
{
	return check_set_id(in->ctx, &in->objects, &in->policy);
}

static int
check_scripts(struct installation *in)
{
	return check_install_scripts(in->ctx, &in->source);
}

static int
make_instance_directory(struct installation *in)
{
	return make_pkgdir(in->ctx);
}

static void
set_install_date(struct env *env)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[64];

	if (localtime_r(&now, &tm) != NULL &&
	    strftime(text, sizeof(text), "%b %d %Y %H:%M", &tm) > 0)
		env_set(env, "INSTDATE", text);
}

/* From here on a failure leaves traces (svr4-packaging 6.1 step 11). */
static int
begin_changes(struct installation *in)
{
	struct context *ctx = in->ctx;

	log_info(ctx, "\nInstalling %s as <%s>\n", env_get(ctx->env, "NAME"),
	    ctx->instance);
	ctx->changes_begun = true;
	if (!store_database(ctx, in->db))
		return EXIT_INTERNAL;
	clear_lock_file(ctx, INSTALL_LOCK);
	if (!set_lock_file(ctx, INSTALL_LOCK))
		return EXIT_INTERNAL;
	set_install_date(ctx->env);
	return store_pkgdir(
	    ctx, &in->source, &in->classes, in->saved_classes, in->basedir);
}

/* Runs a procedure script that the package delivers, and removes it. */
static int
run_and_remove_script(
    struct installation *in, const char *name, const char *variable)
{
	struct context *ctx = in->ctx;
	char *below, *path;
	int code;

	if (!source_has(&in->source, name))
		return 0;
	code = run_procedure_script(ctx, name, variable);
	if (code != 0)
		return code;
	below = xasprintf("install/%s", name);
	path = target_package(ctx->target, ctx->instance, below);
	(void)unlink(path);
	free(path);
	free(below);
	return 0;
}

/* pkgadd misspells the variable here (svr4-packaging 6.2). */
static int
run_preinstall(struct installation *in)
{
	return run_and_remove_script(in, "preinstall", "PKG_PROC_script");
}

static int
run_postinstall(struct installation *in)
{
	if (source_has(&in->source, "postinstall"))
		env_set(in->ctx->env, "TMPDIR", in->ctx->temp_dir);
	return run_and_remove_script(in, "postinstall", "PKG_PROC_SCRIPT");
}

static int
finish_installation(struct installation *in)
{
	struct context *ctx = in->ctx;

	if (!ctx->notes.warned) {
		clear_lock_file(ctx, REMOVAL_LOCK);
		clear_lock_file(ctx, INSTALL_LOCK);
	}
	if (ctx->options->global_only && !record_global_only(ctx, true))
		return EXIT_FATAL;
	return 0;
}

struct install_step {
	int (*run)(struct installation *);
	enum dry_run_check check; /* that it makes */
	bool changes_root;        /* a dry run leaves it out */
};

/* The order is that of svr4-packaging 6.1. */
static const struct install_step install_steps[] = {
    {make_tool_directories, CHECK_NONE, true},
    {make_private_directory, CHECK_NONE, false},
    {check_package, CHECK_NONE, false},
    {take_lock, CHECK_NONE, true},
    {check_database, CHECK_NONE, false},
    {print_copyright, CHECK_NONE, false},
    {find_instance, CHECK_NONE, false},
    {copy_given_response, CHECK_NONE, false},
    {set_instance_env, CHECK_NONE, false},
    {save_instance, CHECK_NONE, false}, /* clean_up puts it back */
    {check_earlier_run, CHECK_PARTIAL, false},
    {check_runlevel, CHECK_RUNLEVEL, false},
    {ask_user, CHECK_NONE, false},
    {ask_checkinstall, CHECK_NONE, false},
    {find_basedir, CHECK_NONE, false},
    {create_basedir, CHECK_NONE, true},
    {set_basedir_env, CHECK_NONE, false},
    {analyse_package, CHECK_NONE, false},
    {check_limit, CHECK_NONE, false},
    {check_files, CHECK_PKGFILES, false},
    {check_depend, CHECK_DEPEND, false},
    {check_free_space, CHECK_SPACE, false},
    {check_shared, CHECK_CONFLICT, false},
    {check_programs, CHECK_SETUID, false},
    {check_scripts, CHECK_PRIV, false},
    {check_ways, CHECK_PKGDIRS, false},
    {merge_objects_again, CHECK_NONE, false},
    {make_instance_directory, CHECK_NONE, true},
    {begin_changes, CHECK_NONE, true},
    {run_preinstall, CHECK_NONE, true},
    {install_parts, CHECK_NONE, true},
    {run_postinstall, CHECK_NONE, true},
    {finish_installation, CHECK_NONE, true},
};

/*
 * Undoes what was prepared for a run that ended early (quit.c in pkginstall).
 */
static void
clean_up(struct installation *in)
{
	struct context *ctx = in->ctx;
	char *dir;

	if (ctx->instance == NULL)
		return;
	if (in->update != UPDATE_NONE && ctx->changes_begun)
		discard_saved_pkgdir(ctx);
	else if (in->update != UPDATE_NONE)
		restore_saved_pkgdir(ctx);
	else if (!ctx->changes_begun) {
		dir = target_package(ctx->target, ctx->instance, NULL);
		tree_discard(dir);
		free(dir);
	}
}

static int
run_steps(struct installation *in)
{
	const struct install_step *step;
	int code = 0;
	size_t i;

	for (i = 0; i < COUNT(install_steps) && code == 0; i++) {
		step = &install_steps[i];
		if (step->changes_root && in->ctx->options->dry_run != NULL)
			continue;
		code = is_interrupted() ? EXIT_INTERRUPTED : step->run(in);
		in->dry.checks[step->check] = code == 0 ? CHECK_OK
							: CHECK_NOT_OK;
	}
	return code;
}

static void
installation_clear(struct installation *in)
{
	request_clear(&in->request);
	free(in->source.dir);
	free(in->saved_classes);
	free(in->basedir);
	classes_free(&in->classes);
	object_list_free(&in->objects);
	contents_free(in->db);
	context_free(in->ctx);
}

int
install_package(const struct install_request *q)
{
	struct installation in = {.given_response = q->response};
	int code;

	in.ctx = new_install_context(q, TOOL_PKGADD);
	in.source = (struct package_source){
	    q->map, path_join(q->data_dir, q->package->name)};
	in.request.source = &in.source;
	catch_interrupts();
	trace_tool_changes(in.ctx->trace, in.ctx); /* the state before */
	code = finish_run(in.ctx,
	    in.ctx->options->dry_run == NULL ? "Installation"
					     : "Dry run of the installation",
	    run_steps(&in));
	if (chdir("/") == 0)
		clean_up(&in);
	if (in.ctx->options->dry_run != NULL)
		code = note_dry_run(&in, code);
	trace_tool_changes(in.ctx->trace, in.ctx);
	installation_clear(&in);
	return code;
}
