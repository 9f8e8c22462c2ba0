#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "install/basedir.h"
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
check_instance(struct installation *in)
{
	int code = check_partial(in->ctx);

	return code == 0 ? check_install_runlevel(in->ctx) : code;
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

	return code == 0 ? set_response(in) : code;
}

static int
ask_checkinstall(struct installation *in)
{
	int code = run_checkinstall(in->ctx, &in->request);

	return code == 0 ? set_response(in) : code;
}

static int
resolve_directories(struct installation *in)
{
	int code = resolve_basedir(in->ctx, source_is_relocatable(&in->source),
	    in->update, &in->basedir);

	if (code == 0)
		code = make_basedir(in->ctx, in->basedir);
	if (code == 0)
		set_directory_env(in->ctx, in->basedir);
	return code;
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

/* Answers to check_objects may have changed what is to be installed. */
static int
merge_objects_again(struct installation *in)
{
	return in->policy.keep_conflicts == in->merged_policy.keep_conflicts &&
		in->policy.drop_set_id == in->merged_policy.drop_set_id
	    ? 0
	    : merge_objects(in);
}

static int
check_ulimit(struct installation *in)
{
	const char *text = env_get(in->ctx->env, "ULIMIT");
	uint64_t blocks;

	if (text == NULL)
		return 0;
	if (!number_parse(
		(struct slice){text, strlen(text)}, 10, INT64_MAX, &blocks)) {
		log_error(in->ctx, "ULIMIT=%s is not a number of blocks", text);
		return EXIT_INTERNAL;
	}
	env_set(in->ctx->env, "PKG_ULIMIT", "TRUE");
	return 0;
}

static int
check_source(struct installation *in)
{
	int code = check_information_files(in->ctx, &in->source);

	return code == 0 ? check_dependencies(in->ctx, &in->source) : code;
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
check_objects(struct installation *in)
{
	int code = check_conflicts(in->ctx, &in->objects, &in->policy);

	return code == 0 ? check_set_id(in->ctx, &in->objects, &in->policy)
			 : code;
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

/* The order is that of svr4-packaging 6.1. */
static int (*const install_steps[])(struct installation *) = {
    make_tool_directories,
    make_private_directory,
    check_package,
    take_lock,
    check_database,
    print_copyright,
    find_instance,
    copy_given_response,
    set_instance_env,
    save_instance,
    check_instance,
    ask_user,
    ask_checkinstall,
    resolve_directories,
    analyse_package,
    check_ulimit,
    check_source,
    check_free_space,
    check_ways,
    check_objects,
    check_scripts,
    merge_objects_again,
    make_instance_directory,
    begin_changes,
    run_preinstall,
    install_parts,
    run_postinstall,
    finish_installation,
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
	int code = 0;
	size_t i;

	for (i = 0; i < COUNT(install_steps) && code == 0; i++)
		code = is_interrupted() ? EXIT_INTERRUPTED
					: install_steps[i](in);
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
	code = finish_run(in.ctx, "Installation", run_steps(&in));
	if (chdir("/") == 0)
		clean_up(&in);
	trace_tool_changes(in.ctx->trace, in.ctx);
	installation_clear(&in);
	return code;
}
