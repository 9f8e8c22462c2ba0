#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/basedir.h"
#include "install/items.h"
#include "install/pkgdir.h"
#include "install/preflight.h"
#include "install/remove.h"
#include "os/file.h"
#include "os/own_path.h"
#include "run/lock.h"
#include "run/script.h"
#include "target/fs_ops.h"
#include "target/installed.h"

/* An object of the instance on its way out. */
struct leaving {
	char *path;  /* in the target */
	char *class; /* the owner's own */
	bool directory;
	bool shared; /* others keep it */
	bool edited; /* of type e: r.CLASS gets it all the same */
	bool served;
	bool done;
};

struct removal {
	struct run *run;
	struct leaving *v; /* by path */
	size_t n;
};

static int
take_lock(struct removal *m)
{
	return lock_packages(m->run, "pkgrm") ? 0 : EXIT_INTERNAL;
}

/* A database with a line that is not understood: nothing is begun. */
static int
check_database(struct removal *m)
{
	return run_load_database(m->run) ? 0 : EXIT_INTERNAL;
}

static int
read_instance(struct removal *m)
{
	struct run *r = m->run;
	struct installations *all = installations_read(r->target);
	struct installed *i = installations_find(all, r->instance);
	const char *temp = getenv("TMPDIR");
	char *saved;
	int code = 0;

	if (i == NULL) {
		log_error(r, "the pkginfo of %s cannot be read", r->instance);
		code = EXIT_INTERNAL;
	} else {
		env_set_all(r->env, i->info);
		if (env_get(r->env, "PKGSAV") != NULL) {
			saved = target_path(
			    r->target, env_get(r->env, "PKGSAV"));
			env_set(r->env, "PKGSAV", saved);
			free(saved);
		}
		if (i->partial)
			log_error(
			    r, "<%s> is installed partially", r->instance);
	}
	env_set(r->env, "PATH", r->shell->search);
	env_set(r->env, "TMPDIR",
	    temp == NULL || !r->target->alternate ? "/var/tmp/" : temp);
	installations_free(all);
	return code;
}

static int
resolve_directories(struct removal *m)
{
	struct run *r = m->run;
	int code;

	r->relocatable = env_get(r->env, "BASEDIR") != NULL;
	code = resolve_basedir(r);
	if (code != 0)
		return code;
	set_directory_env(r);
	if (env_get(r->env, "CLASSES") == NULL) {
		log_error(r, "the pkginfo of %s has no CLASSES", r->instance);
		return EXIT_INTERNAL;
	}
	classes_load(r);
	if (env_get(r->env, "ULIMIT") != NULL)
		env_set(r->env, "PKG_ULIMIT", "TRUE");
	return 0;
}

static int
check_all(struct removal *m)
{
	int code = check_removal_runlevel(m->run);

	if (code == 0)
		code = check_removal_scripts(m->run);
	if (code == 0)
		code = check_dependents(m->run);
	return code;
}

static void
add_leaving(struct removal *m, const struct entry *e, const struct owner *o)
{
	struct leaving *l;

	m->v = xreallocarray(m->v, m->n + 1, sizeof(*m->v));
	l = &m->v[m->n++];
	*l = (struct leaving){
	    .path = target_path(m->run->target, e->object.path),
	    .class = xstrdup(entry_class(e, o)),
	    .directory = ftype_is_directory(e->object.ftype),
	    .shared = !o->apart && entry_is_shared(e, m->run->instance),
	    .edited = e->object.ftype == 'e',
	    .served = o->status == OWNER_SERVED};
}

/* From here on a failure leaves traces: all entries are marked. */
static int
begin(struct removal *m)
{
	struct run *r = m->run;
	struct owner *o;
	size_t i;

	r->started = true;
	if (!set_lock(r, "!R-Lock!") || !run_load_database(r))
		return EXIT_INTERNAL;
	log_info(r, "## Processing package information.");
	for (i = 0; i < r->db->n; i++) {
		if (entry_owner(&r->db->v[i], r->instance) == NULL)
			continue;
		o = entry_own(r->db, &r->db->v[i], r->instance, OWNER_LEAVING);
		add_leaving(m, &r->db->v[i], o);
	}
	return run_store_database(r, "pkgrm") ? 0 : EXIT_INTERNAL;
}

static int
run_procedure_script(struct run *r, const char *name)
{
	char *below = xasprintf("install/%s", name);
	char *path = target_package(r->target, r->instance, below);
	struct script s = {.name = name,
	    .path = path,
	    .dir = r->script_dir,
	    .input = INPUT_NONE};
	int code = 0;

	if (access(path, F_OK) == 0) {
		log_info(r, "## Running %s.", name);
		if (env_get(r->env, "NONABI_SCRIPTS") != NULL)
			s.input = INPUT_CALLER;
		env_set(r->env, "PKG_PROC_SCRIPT", name);
		code = check_script_status(r, script_run(r, &s), name);
	}
	free(path);
	free(below);
	return code;
}

static int
run_preremove(struct removal *m)
{
	return run_procedure_script(m->run, "preremove");
}

static int
run_postremove(struct removal *m)
{
	return run_procedure_script(m->run, "postremove");
}

static void
remove_directory(struct run *r, const struct leaving *l)
{
	if (rmdir(l->path) == 0)
		log_info(r, "%s", l->path);
	else if (errno == EEXIST || errno == ENOTEMPTY)
		log_info(r, "%s is not empty and stays", l->path);
	else if (errno == EBUSY)
		log_info(r, "%s is a mount point and stays", l->path);
	else if (errno != ENOENT) {
		log_error(
		    r, "%s cannot be removed: %s", l->path, strerror(errno));
		r->notes.warned = true;
	}
}

static void
remove_object(struct run *r, const struct leaving *l)
{
	struct stat st;

	if (l->directory || (lstat(l->path, &st) == 0 && S_ISDIR(st.st_mode)))
		remove_directory(r, l);
	else if (unlink(l->path) == 0)
		log_info(r, "%s", l->path);
	else if (errno != ENOENT) {
		log_error(
		    r, "%s cannot be removed: %s", l->path, strerror(errno));
		r->notes.warned = true;
	}
}

/* The script of the instance, else the standard one; the caller frees. */
static char *
find_script(struct run *r, const char *name)
{
	char *below = xasprintf("install/%s", name);
	char *path = target_package(r->target, r->instance, below);

	free(below);
	if (access(path, F_OK) == 0)
		return path;
	free(path);
	return shell_class_script(r->shell, name);
}

/*
 * One class, its paths in reverse order.  A shared path is left alone, but
 * one of type e is the class script's to decide (svr4-packaging 6.10).
 */
static int
remove_class(struct removal *m, const char *class)
{
	struct run *r = m->run;
	char *name = xasprintf("r.%s", class);
	char *path = find_script(r, name);
	struct buf list = BUF_INIT;
	struct script s = {.name = name,
	    .path = path,
	    .dir = r->script_dir,
	    .input = INPUT_LIST,
	    .list = &list};
	struct leaving *l;
	int code = 0;
	size_t i;

	log_info(r, "## Removing class <%s>.", class);
	for (i = m->n; i-- > 0;) {
		l = &m->v[i];
		if (l->done || strcmp(l->class, class) != 0)
			continue;
		l->done = true;
		if (l->served || (l->shared && (path == NULL || !l->edited)))
			log_info(r, "%s is shared and stays", l->path);
		else if (path != NULL)
			buf_printf(&list, "%s\n", l->path);
		else
			remove_object(r, l);
	}
	if (path != NULL)
		code = check_script_status(r, script_run(r, &s), name);
	buf_free(&list);
	free(path);
	free(name);
	return code;
}

/* Classes of objects that CLASSES does not have come last. */
static int
remove_classes(struct removal *m)
{
	struct run *r = m->run;
	int code = 0;
	size_t i;

	r->temp = make_temporary(
	    r->target->alternate ? temporary_directory() : "/var/tmp",
	    "remove");
	if (r->temp == NULL) {
		log_error(
		    r, "no private directory can be made: %s", strerror(errno));
		return EXIT_INTERNAL;
	}
	for (i = r->nclasses; i-- > 0 && code == 0;)
		code = remove_class(m, r->classes[i].name);
	for (i = 0; i < m->n && code == 0; i++)
		if (!m->v[i].done)
			code = remove_class(m, m->v[i].class);
	return code;
}

static int
conclude(struct removal *m)
{
	struct run *r = m->run;
	char *dir;
	size_t i;

	if (!run_load_database(r))
		return EXIT_INTERNAL;
	log_info(r, "## Updating system information.");
	for (i = 0; i < r->db->n; i++)
		entry_disown(&r->db->v[i], r->instance);
	if (!run_store_database(r, "pkgrm"))
		return EXIT_INTERNAL;
	if (!r->notes.warned && chdir("/") == 0) {
		dir = target_package(r->target, r->instance, NULL);
		if (!remove_tree(dir))
			r->notes.warned = true;
		free(dir);
	}
	return note_global_only(r, false) ? 0 : EXIT_FATAL;
}

/* The order is that of svr4-packaging 6.10. */
static int (*const steps[])(struct removal *) = {
    take_lock,
    check_database,
    read_instance,
    resolve_directories,
    check_all,
    begin,
    run_preremove,
    remove_classes,
    run_postremove,
    conclude,
};

static void
free_leaving(struct removal *m)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		free(m->v[i].path);
		free(m->v[i].class);
	}
	free(m->v);
}

int
remove_package(const struct run_options *options, const struct admin *admin,
    struct target *t, struct shell *shell, struct trace *trace,
    const char *instance)
{
	struct run *r = run_new(options, admin, t, shell);
	struct removal m = {.run = r};
	int code = 0;
	size_t i;

	r->trace = trace;
	r->removing = true;
	r->name = instance;
	r->instance = xstrdup(instance);
	r->script_dir = target_package(t, instance, "install");
	catch_interrupts();
	trace_note_changes(r->trace, r); /* how it was before */
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && code == 0; i++)
		code = is_interrupted() ? EXIT_INTERRUPTED : steps[i](&m);
	code = exit_code_final(&r->notes, code);
	log_error(r, "\nRemoval of <%s> %s", instance, exit_code_text(code));
	if (code != 0 && !r->started)
		log_error(r, "Nothing was changed.");
	trace_note_changes(r->trace, r);
	free_leaving(&m);
	run_free(r);
	return code;
}
