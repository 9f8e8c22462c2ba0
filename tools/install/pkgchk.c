#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "install/pkgchk.h"
#include "install/pkgchk_list.h"
#include "os/own_path.h"
#include "rehearse/unpack.h"
#include "root/exec_env.h"
#include "target/fs_ops.h"
#include "target/installed.h"
#include "target/object_check.h"

struct checking {
	const struct settings *set;
	const struct pkgchk_request *q;
	struct target *target;
	struct contents *db;
	bool *used_names, *used_paths;
	bool wrong;
};

static void
report(struct checking *c, const char *path, const struct buf *why)
{
	const char *p = buf_text(why);
	size_t n;

	(void)fprintf(c->set->err, "ERROR: %s\n", path);
	for (; *p != '\0'; p += n + (p[n] == '\n')) {
		n = strcspn(p, "\n");
		(void)fprintf(c->set->err, "    %.*s\n", (int)n, p);
	}
}

/* `/opt/x*` stands for all that begins so, as in pkgchk. */
static bool
path_matches(const char *pattern, const char *path)
{
	while (*pattern != '\0' && *pattern == *path)
		pattern++, path++;
	return *pattern == *path || *pattern == '*';
}

static bool
is_chosen_path(struct checking *c, const struct object *o)
{
	bool found = c->q->npaths == 0 && c->q->nparts == 0;
	size_t i;

	for (i = 0; i < c->q->npaths; i++)
		if (path_matches(c->q->paths[i], o->path))
			found = c->used_paths[i] = true;
	for (i = 0; i < c->q->nparts; i++)
		if (strstr(o->path, c->q->parts[i]) != NULL ||
		    (o->target != NULL &&
			strstr(o->target, c->q->parts[i]) != NULL))
			found = true;
	return found;
}

static bool
is_chosen_owner(struct checking *c, const struct entry *e)
{
	bool found = c->q->nnames == 0;
	size_t i, j;

	for (i = 0; i < c->q->nnames; i++)
		for (j = 0; j < e->nowners; j++)
			if (instance_matches_name(
				e->owners[j].instance, c->q->names[i]))
				found = c->used_names[i] = true;
	return found;
}

static bool
check_attributes(struct checking *c, struct object *o, const char *path,
    struct buf *why, bool *missing)
{
	enum verify_result v = object_check_attributes(
	    c->target, o, path, c->q->fix ? REMEDY_FIX : REMEDY_NONE, why);

	*missing = v == VERIFY_MISSING;
	return v == VERIFY_OK;
}

static bool
check_contents(struct checking *c, struct object *o, const char *path,
    struct buf *why, bool *missing)
{
	enum verify_result v;

	if (!ftype_has_contents(o->ftype) ||
	    (c->q->no_editable && o->ftype != 'f'))
		return true;
	v = object_check_contents(
	    o, path, c->q->fix ? REMEDY_FIX : REMEDY_COMPLAIN, why);
	*missing = *missing || v == VERIFY_MISSING;
	return v == VERIFY_OK;
}

/* -a and -c restrict; -x alone looks at neither. */
static void
check_object(struct checking *c, struct object *o, const char *path)
{
	bool attributes = c->q->attributes ||
	    (!c->q->contents && !c->q->exclusive);
	bool contents = c->q->contents ||
	    (!c->q->attributes && !c->q->exclusive);
	struct buf why = BUF_INIT;
	bool ok = true, missing = false;

	if (attributes)
		ok = check_attributes(c, o, path, &why, &missing);
	if (contents && !missing)
		ok = check_contents(c, o, path, &why, &missing) && ok;
	if (!ok) {
		c->wrong = true;
		if (!c->q->quiet || !missing)
			report(c, path, &why);
	}
	buf_free(&why);
}

/* Files in an exclusive directory that the database does not know. */
static void
check_exclusive(struct checking *c, const struct object *o, const char *path)
{
	struct buf why = BUF_INIT;
	struct dirent *e;
	char *client, *full;
	DIR *dir = opendir(path);

	buf_str(&why, "hidden file in exclusive directory\n");
	while (dir != NULL && (e = readdir(dir)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		client = path_join(o->path, e->d_name);
		full = path_join(path, e->d_name);
		if (contents_find(c->db, client) == NULL &&
		    !(c->q->fix && unlink(full) == 0)) {
			c->wrong = true;
			report(c, full, &why);
		}
		free(full);
		free(client);
	}
	if (dir != NULL)
		closedir(dir);
	buf_free(&why);
}

static void
check_entry(struct checking *c, struct entry *e)
{
	char *path = target_path(c->target, e->object.path);
	struct object o = e->object;
	char *target = NULL;

	if (o.ftype == 'l' && o.target[0] == '/')
		o.target = target = target_path(c->target, o.target);
	if (c->q->list)
		pkgchk_print_entry(e, path, c->set->out);
	else {
		check_object(c, &o, path);
		if (c->q->exclusive && o.ftype == 'x')
			check_exclusive(c, &o, path);
		if (c->q->verbose)
			(void)fprintf(c->set->err, "%s\n", path);
	}
	free(target);
	free(path);
}

static void
warn_unused(struct checking *c)
{
	char *info;
	size_t i;

	for (i = 0; i < c->q->nnames; i++) {
		if (c->used_names[i])
			continue;
		info = target_package(c->target, c->q->names[i], "pkginfo");
		(void)fprintf(c->set->err,
		    access(info, F_OK) == 0
			? "WARNING: <%s> is installed and has no objects\n"
			: "WARNING: no objects belong to <%s>\n",
		    c->q->names[i]);
		free(info);
	}
	for (i = 0; i < c->q->npaths; i++)
		if (!c->used_paths[i] && !c->q->quiet && !c->q->list)
			(void)fprintf(c->set->err,
			    "WARNING: nothing is known about %s\n",
			    c->q->paths[i]);
}

static int
check_database(struct checking *c)
{
	struct diag d = DIAG_INIT;
	size_t i;

	c->db = database_load(c->target, &d);
	diag_print(&d, SEVERITY_WARNING, c->set->err);
	diag_free(&d);
	if (c->db == NULL)
		return EXIT_INTERNAL;
	c->used_names = xcalloc(c->q->nnames + 1, sizeof(bool));
	c->used_paths = xcalloc(c->q->npaths + 1, sizeof(bool));
	for (i = 0; i < c->db->n; i++)
		if (is_chosen_owner(c, &c->db->v[i]) &&
		    is_chosen_path(c, &c->db->v[i].object))
			check_entry(c, &c->db->v[i]);
	warn_unused(c);
	free(c->used_names);
	free(c->used_paths);
	contents_free(c->db);
	return c->wrong ? EXIT_FATAL : EXIT_OK;
}

static int
check_inside(void *arg, const struct exec_env *place)
{
	struct checking *c = arg;
	struct diag d = DIAG_INIT;
	int code = EXIT_FATAL;

	c->target = target_open(
	    place->root, place->alternate, place->privileged, &d);
	diag_print(&d, SEVERITY_WARNING, c->set->err);
	diag_free(&d);
	if (c->target != NULL)
		code = check_database(c);
	target_close(c->target);
	return code;
}

int
pkgchk_run(const struct settings *set, const struct pkgchk_request *q,
    const struct exec_env *place)
{
	struct checking c = {.set = set, .q = q};

	return check_inside(&c, place);
}

static bool
is_chosen_package(const struct pkgchk_request *q, const char *name)
{
	bool found = q->nnames == 0;
	size_t i;

	for (i = 0; i < q->nnames; i++)
		if (instance_matches_name(name, q->names[i]))
			found = true;
	return found;
}

static void
check_unpacked(struct checking *c, const struct package *p, const char *dir)
{
	struct objects *list = &p->map->objects;
	struct buf why = BUF_INIT;
	char *member, *path;
	size_t i;

	for (i = 0; i < list->n; i++) {
		if (!ftype_has_contents(list->v[i].ftype) ||
		    !is_chosen_path(c, &list->v[i]))
			continue;
		member = pkgmap_member(p->map, &list->v[i]);
		path = xasprintf("%s/%s/%s", dir, p->name, member);
		if (c->q->list)
			(void)fprintf(c->set->out, "%s\n", list->v[i].path);
		else if (object_check_contents(&list->v[i], path,
			     REMEDY_COMPLAIN, &why) != VERIFY_OK) {
			c->wrong = true;
			report(c, path, &why);
		}
		free(path);
		free(member);
		buf_free(&why);
		why = BUF_INIT;
	}
}

/* Packages that are not installed: they are unpacked and looked at. */
static bool
check_packages(struct checking *c, struct package_reader *s, const char *dir,
    struct diag *d)
{
	size_t i, count = reader_count(s);
	bool *wanted = xcalloc(count + 1, sizeof(*wanted));
	bool ok;

	for (i = 0; i < count; i++)
		wanted[i] = is_chosen_package(c->q, reader_package(s, i)->name);
	ok = unpack_packages(s, wanted, dir, d);
	for (i = 0; ok && i < count; i++) {
		if (!wanted[i])
			continue;
		(void)fprintf(c->set->out, "Checking <%s> of %s\n",
		    reader_package(s, i)->name, c->q->source);
		check_unpacked(c, reader_package(s, i), dir);
	}
	free(wanted);
	return ok;
}

static int
check_source(struct checking *c)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = reader_open(c->q->source, &d);
	char *dir = make_temporary(temporary_directory(), "chk");
	bool ok;

	c->used_paths = xcalloc(c->q->npaths + 1, sizeof(bool));
	ok = s != NULL && dir != NULL && check_packages(c, s, dir, &d);
	diag_print(&d, SEVERITY_WARNING, c->set->err);
	diag_free(&d);
	free(c->used_paths);
	reader_close(s);
	if (dir != NULL)
		(void)remove_tree(dir);
	free(dir);
	return ok && !c->wrong ? EXIT_OK : EXIT_FATAL;
}

int
session_pkgchk(const struct settings *set, const struct pkgchk_request *q)
{
	struct checking c = {.set = set, .q = q};
	struct diag d = DIAG_INIT;
	int code;

	if (q->source != NULL)
		return check_source(&c);
	code = exec_env_run(set, check_inside, &c, &d);
	diag_print(&d, SEVERITY_WARNING, set->err);
	diag_free(&d);
	return code;
}
