#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "install/basedir.h"
#include "install/classes.h"
#include "install/pkgdir.h"
#include "install/preflight.h"
#include "install/remove.h"
#include "install/script_env.h"
#include "os/interrupt.h"
#include "os/tree.h"
#include "run/lock.h"
#include "run/script.h"
#include "target/installed.h"

/* An object of the instance that is removed. */
struct removed_object {
	char *path;  /* below the root */
	char *class; /* that of the instance, as an owner */
	bool is_directory;
	bool is_shared;   /* other packages keep it */
	bool is_editable; /* type e: r.CLASS gets it even if it is shared */
	bool is_served;   /* comes from a server, and stays */
	bool done;
};

struct removal {
	struct context *ctx;
	char *basedir; /* of the client; NULL: none */
	struct class_list classes;
	struct contents *db;
	struct removed_object *v; /* by path */
	size_t n, size;
};

static int
take_lock(struct removal *m)
{
	return lock_packages(m->ctx) ? 0 : EXIT_INTERNAL;
}

/* Nothing is begun with a database that has a line we do not understand. */
static int
check_database(struct removal *m)
{
	return load_database(m->ctx, &m->db) ? 0 : EXIT_INTERNAL;
}

static int
read_instance(struct removal *m)
{
	struct context *ctx = m->ctx;
	struct installations *all = load_installations(ctx);
	struct installed *i = installations_find(all, ctx->instance);
	const char *temp = getenv("TMPDIR");
	char *saved;
	int code = 0;

	if (i == NULL) {
		log_error(
		    ctx, "the pkginfo of %s cannot be read", ctx->instance);
		code = EXIT_INTERNAL;
	} else {
		env_set_all(ctx->env, i->info);
		if (env_get(ctx->env, "PKGSAV") != NULL) {
			saved = target_path(
			    ctx->target, env_get(ctx->env, "PKGSAV"));
			env_set(ctx->env, "PKGSAV", saved);
			free(saved);
		}
		if (i->partial)
			log_error(
			    ctx, "<%s> is installed partially", ctx->instance);
	}
	env_set(ctx->env, "PATH", ctx->shell->search);
	env_set(ctx->env, "TMPDIR",
	    temp == NULL || !ctx->target->alternate ? "/var/tmp/" : temp);
	installations_free(all);
	return code;
}

static int
resolve_directories(struct removal *m)
{
	struct context *ctx = m->ctx;
	int code;

	code = resolve_basedir(ctx, env_get(ctx->env, "BASEDIR") != NULL,
	    UPDATE_NONE, &m->basedir);
	if (code != 0)
		return code;
	set_directory_env(ctx, m->basedir);
	if (env_get(ctx->env, "CLASSES") == NULL) {
		log_error(
		    ctx, "the pkginfo of %s has no CLASSES", ctx->instance);
		return EXIT_INTERNAL;
	}
	classes_load(&m->classes, ctx->env);
	if (env_get(ctx->env, "ULIMIT") != NULL)
		env_set(ctx->env, "PKG_ULIMIT", "TRUE");
	return 0;
}

static int
check_all(struct removal *m)
{
	int code = check_removal_runlevel(m->ctx);

	if (code == 0)
		code = check_removal_scripts(m->ctx);
	if (code == 0)
		code = check_dependents(m->ctx);
	return code;
}

static void
add_object(struct removal *m, const struct entry *e, const struct owner *o)
{
	m->v = array_room(m->v, m->n, &m->size, sizeof(*m->v));
	m->v[m->n++] = (struct removed_object){
	    .path = target_path(m->ctx->target, e->object.path),
	    .class = xstrdup(entry_class(e, o)),
	    .is_directory = ftype_is_directory(e->object.ftype),
	    .is_shared = !o->not_counted &&
		entry_is_shared(e, m->ctx->instance),
	    .is_editable = e->object.ftype == 'e',
	    .is_served = o->status == OWNER_SERVED};
}

static int
check_ways(struct removal *m)
{
	struct context *ctx = m->ctx;
	char *dir;
	size_t i;
	int code = 0;

	if (!load_database(ctx, &m->db))
		return EXIT_INTERNAL;
	for (i = 0; i < m->db->n && code == 0; i++) {
		if (entry_owner(&m->db->v[i], ctx->instance) == NULL)
			continue;
		dir = path_dirname(m->db->v[i].object.path);
		code = check_link_out(ctx, dir);
		free(dir);
	}
	return code;
}

/* From here on a failure leaves traces: all entries have a mark. */
static int
begin_changes(struct removal *m)
{
	struct context *ctx = m->ctx;
	struct owner *o;
	size_t i;

	ctx->changes_begun = true;
	if (!set_lock_file(ctx, REMOVAL_LOCK))
		return EXIT_INTERNAL;
	log_info(ctx, "## Processing package information.");
	for (i = 0; i < m->db->n; i++) {
		if (entry_owner(&m->db->v[i], ctx->instance) == NULL)
			continue;
		o = entry_add_owner(
		    m->db, &m->db->v[i], ctx->instance, OWNER_LEAVING);
		add_object(m, &m->db->v[i], o);
	}
	return store_database(ctx, m->db) ? 0 : EXIT_INTERNAL;
}

static int
run_preremove(struct removal *m)
{
	return run_procedure_script(m->ctx, "preremove", "PKG_PROC_SCRIPT");
}

static int
run_postremove(struct removal *m)
{
	return run_procedure_script(m->ctx, "postremove", "PKG_PROC_SCRIPT");
}

static void
note_not_removed(struct context *ctx, const struct removed_object *obj)
{
	struct buf why = BUF_INIT;

	buf_printf(&why, "%s\n", strerror(errno));
	object_log_add(&ctx->objects, OBJECT_NOT_REMOVED, obj->path, &why);
	buf_free(&why);
	ctx->notes.warned = true;
}

static void
remove_directory(struct context *ctx, const struct removed_object *obj)
{
	if (rmdir(obj->path) == 0)
		log_info(ctx, "%s", obj->path);
	else if (errno == EEXIST || errno == ENOTEMPTY)
		log_info(ctx, "%s is not empty and stays", obj->path);
	else if (errno == EBUSY)
		log_info(ctx, "%s is a mount point and stays", obj->path);
	else if (errno != ENOENT)
		note_not_removed(ctx, obj);
}

static void
remove_object(struct context *ctx, const struct removed_object *obj)
{
	struct stat st;

	if (obj->is_directory ||
	    (lstat(obj->path, &st) == 0 && S_ISDIR(st.st_mode)))
		remove_directory(ctx, obj);
	else if (unlink(obj->path) == 0)
		log_info(ctx, "%s", obj->path);
	else if (errno != ENOENT)
		note_not_removed(ctx, obj);
}

/* The script of the instance, else the standard one; the caller frees. */
static char *
find_class_script(struct context *ctx, const char *name)
{
	char *below = xasprintf("install/%s", name);
	char *path = target_package(ctx->target, ctx->instance, below);

	free(below);
	if (access(path, F_OK) == 0)
		return path;
	free(path);
	return shell_class_script(ctx->shell, ctx->target->root, name);
}

/*
 * Removes the objects of one class: r.CLASS, if there is one, gets their paths
 * on its standard input, the last path first.  A shared object stays, but about
 * one of type e the script decides (svr4-packaging 6.10).
 */
static int
remove_class(struct removal *m, const char *class)
{
	struct context *ctx = m->ctx;
	char *name = xasprintf("r.%s", class);
	char *path = find_class_script(ctx, name);
	struct buf list = BUF_INIT;
	struct script s = {.name = name,
	    .path = path,
	    .dir = ctx->script_dir,
	    .input = INPUT_LIST,
	    .list = &list};
	struct removed_object *obj;
	int code = 0;
	size_t i;

	log_info(ctx, "## Removing class <%s>.", class);
	log_class_script(ctx, name, path);
	for (i = m->n; i-- > 0;) {
		obj = &m->v[i];
		if (obj->done || strcmp(obj->class, class) != 0)
			continue;
		obj->done = true;
		if (obj->is_served ||
		    (obj->is_shared && (path == NULL || !obj->is_editable)))
			log_info(ctx, "%s is shared and stays", obj->path);
		else if (path != NULL)
			buf_printf(&list, "%s\n", obj->path);
		else
			remove_object(ctx, obj);
	}
	if (path != NULL)
		code = check_script_status(ctx, script_run(ctx, &s), name);
	buf_free(&list);
	free(path);
	free(name);
	return code;
}

/* The last class first; objects of classes that are not in CLASSES follow. */
static int
remove_classes(struct removal *m)
{
	struct context *ctx = m->ctx;
	int code = make_temp_dir(ctx, "remove");
	size_t i;

	for (i = m->classes.n; i-- > 0 && code == 0;)
		code = remove_class(m, m->classes.v[i].name);
	for (i = 0; i < m->n && code == 0; i++)
		if (!m->v[i].done)
			code = remove_class(m, m->v[i].class);
	return code;
}

static int
finish_removal(struct removal *m)
{
	struct context *ctx = m->ctx;
	char *dir;
	size_t i;

	if (!load_database(ctx, &m->db))
		return EXIT_INTERNAL;
	log_info(ctx, "## Updating system information.");
	for (i = 0; i < m->db->n; i++)
		entry_remove_owner(&m->db->v[i], ctx->instance);
	if (!store_database(ctx, m->db))
		return EXIT_INTERNAL;
	if (!ctx->notes.warned && chdir("/") == 0) {
		dir = target_package(ctx->target, ctx->instance, NULL);
		if (!tree_remove(dir)) {
			log_error(ctx, "%s cannot be removed: %s", dir,
			    strerror(errno));
			ctx->notes.warned = true;
		}
		free(dir);
	}
	return record_global_only(ctx, false) ? 0 : EXIT_FATAL;
}

/* The order is that of svr4-packaging 6.10. */
static int (*const removal_steps[])(struct removal *) = {
    take_lock,
    check_database,
    read_instance,
    resolve_directories,
    check_all,
    check_ways,
    begin_changes,
    run_preremove,
    remove_classes,
    run_postremove,
    finish_removal,
};

static void
removal_clear(struct removal *m)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		free(m->v[i].path);
		free(m->v[i].class);
	}
	free(m->v);
	free(m->basedir);
	classes_free(&m->classes);
	contents_free(m->db);
	context_free(m->ctx);
}

int
remove_package(const struct context *caller, const char *instance)
{
	struct context parts = *caller, *ctx;
	struct removal m = {.n = 0};
	int code = 0;
	size_t i;

	parts.tool = TOOL_PKGRM;
	parts.package = instance;
	m.ctx = ctx = context_new(&parts);
	ctx->instance = xstrdup(instance);
	ctx->script_dir = target_package(ctx->target, instance, "install");
	catch_interrupts();
	trace_tool_changes(ctx->trace, ctx); /* the state before */
	for (i = 0;
	     i < sizeof(removal_steps) / sizeof(removal_steps[0]) && code == 0;
	     i++)
		code = is_interrupted() ? EXIT_INTERRUPTED
					: removal_steps[i](&m);
	code = finish_run(ctx, "Removal", code);
	trace_tool_changes(ctx->trace, ctx);
	removal_clear(&m);
	return code;
}
