#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "install/pkgchk.h"
#include "model/vars.h"
#include "os/dirlist.h"
#include "target/database.h"
#include "target/installed.h"
#include "target/object_check.h"

/* One check, with what it found. */
struct checking {
	const struct pkgchk_request *q;
	FILE *out, *err;
	const struct target *target;
	struct contents *db;           /* what is known: the database, or */
	struct string_pool *listed;    /* the paths of a pkgmap */
	bool *used_names, *used_paths; /* which of q selected an object */
	bool wrong;                    /* something differs */
};

static void
report(struct checking *c, const char *path, const struct buf *why)
{
	struct slice rest = {buf_text(why), why->len}, line;

	(void)fprintf(c->err, "ERROR: %s\n", path);
	while (line_next(&rest, &line))
		(void)fprintf(c->err, "    %.*s\n", (int)line.len, line.p);
}

static const char *
status_text(char status)
{
	switch (status) {
	case OWNER_PENDING: return " (installf was not finished)";
	case OWNER_LEAVING: return " (is being removed)";
	case OWNER_CONFIRM:
	case OWNER_ATTRIBUTES: return " (was not installed completely)";
	case OWNER_MISSING: return " (could not be installed)";
	case OWNER_SERVED: return " (on a server)";
	default: return "";
	}
}

static void
print_contents(const struct object *o, FILE *out)
{
	time_t t = (time_t)o->mtime;
	char text[64] = "?";
	struct tm tm;

	if (o->mtime != OBJECT_UNKNOWN && localtime_r(&t, &tm) != NULL)
		(void)strftime(text, sizeof(text), "%b %d %H:%M:%S %Y", &tm);
	(void)fprintf(out,
	    "Expected file size (bytes): %lld\n"
	    "Expected sum(1) of contents: %d\n"
	    "Expected last modification: %s\n",
	    (long long)o->size, o->sum, text);
}

/* One object of the database for people (-l). */
static void
print_entry(const struct entry *e, const char *path, FILE *out)
{
	const struct object *o = &e->object;
	const char *type = ftype_name(o->ftype);
	size_t i;

	(void)fprintf(out, "Pathname: %s\nType: %s\n", path,
	    type == NULL ? "unknown" : type);
	if (o->target != NULL)
		(void)fprintf(out, "Source of link: %s\n", o->target);
	if (ftype_is_device(o->ftype))
		(void)fprintf(out,
		    "Major device number: %d\n"
		    "Minor device number: %d\n",
		    o->major, o->minor);
	if (ftype_has_mode(o->ftype))
		(void)fprintf(out,
		    "Expected mode: %04o\nExpected owner: %s\n"
		    "Expected group: %s\n",
		    (unsigned)o->mode, o->owner, o->group);
	if (ftype_has_contents(o->ftype))
		print_contents(o, out);
	if (e->nowners > 0)
		(void)fprintf(out, "Referenced by the following packages:\n");
	for (i = 0; i < e->nowners; i++)
		(void)fprintf(out, "        %s%s\n", e->owners[i].instance,
		    status_text(e->owners[i].status));
	(void)fprintf(out, "Current status: %s\n\n",
	    e->nowners == 0 || e->owners[0].status == OWNER_OK
		? "installed"
		: "partially installed");
}

/* `/opt/x*` selects all paths that begin with /opt/x, as in pkgchk. */
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

/* -a and -c restrict the check; -x alone checks neither. */
static void
check_object(struct checking *c, struct object *o, const char *path)
{
	bool attributes = c->q->attributes ||
	    (!c->q->contents && !c->q->exclusive);
	bool contents = c->q->contents ||
	    (!c->q->attributes && !c->q->exclusive);
	struct buf why = BUF_INIT;
	bool ok = true, missing = false;

	if (o->ftype == 'i') /* of a pkgmap: it is in no root */
		return;
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

static bool
is_known(const struct checking *c, const char *path)
{
	return c->db != NULL ? contents_find(c->db, path) != NULL
			     : string_pool_find(c->listed, path) != NULL;
}

/* Reports files in an exclusive directory that are not known. */
static void
check_exclusive(struct checking *c, const struct object *o, const char *path)
{
	struct buf why = BUF_INIT;
	struct dirlist list = DIRLIST_INIT;
	char *client, *full;
	size_t i;

	/* of another type: that is told when its attributes are checked */
	if (!dirlist_read_path(&list, path) && errno != ENOTDIR) {
		buf_printf(&why, "cannot be read: %s\n", strerror(errno));
		c->wrong = true;
		report(c, path, &why);
		buf_free(&why);
	}
	why = BUF_INIT;
	buf_str(&why, "hidden file in exclusive directory\n");
	for (i = 0; i < list.n; i++) {
		client = path_join(o->path, list.v[i]);
		full = path_join(path, list.v[i]);
		if (!is_known(c, client) && !(c->q->fix && unlink(full) == 0)) {
			c->wrong = true;
			report(c, full, &why);
		}
		free(full);
		free(client);
	}
	dirlist_free(&list);
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
		print_entry(e, path, c->out);
	else {
		check_object(c, &o, path);
		if (c->q->exclusive && o.ftype == 'x')
			check_exclusive(c, &o, path);
		if (c->q->verbose)
			(void)fprintf(c->err, "%s\n", path);
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
		(void)fprintf(c->err,
		    access(info, F_OK) == 0
			? "WARNING: <%s> is installed and has no objects\n"
			: "WARNING: no objects belong to <%s>\n",
		    c->q->names[i]);
		free(info);
	}
	for (i = 0; i < c->q->npaths; i++)
		if (!c->used_paths[i] && !c->q->quiet && !c->q->list)
			(void)fprintf(c->err,
			    "WARNING: nothing is known about %s\n",
			    c->q->paths[i]);
}

static bool
check_database(struct checking *c)
{
	struct diag d = DIAG_INIT;
	size_t i;

	c->db = database_load(c->target, &d);
	diag_print(&d, SEVERITY_WARNING, c->err);
	diag_free(&d);
	if (c->db == NULL)
		return false;
	for (i = 0; i < c->db->n; i++)
		if (is_chosen_owner(c, &c->db->v[i]) &&
		    is_chosen_path(c, &c->db->v[i].object))
			check_entry(c, &c->db->v[i]);
	warn_unused(c);
	contents_free(c->db);
	return true;
}

/* A copy of a name with the value of its variable; the caller frees. */
static char *
replace_variable(const char *name, const struct pkginfo *params)
{
	const char *value = name == NULL || name[0] != '$'
	    ? NULL
	    : pkginfo_get(params, name + 1);

	return name == NULL ? NULL : xstrdup(value == NULL ? name : value);
}

/* The path in the root of a path of a pkgmap; the caller frees. */
static char *
map_path(const char *path, const struct pkginfo *params)
{
	const char *basedir = pkginfo_get(params, "BASEDIR"), *missing;
	char *replaced = vars_path(path, params, VARS_ANY, &missing), *whole;

	whole = path_join(basedir == NULL ? "/" : basedir, replaced);
	free(replaced);
	return whole;
}

/* Checks an object of a pkgmap where it is installed. */
static void
check_mapped(
    struct checking *c, const struct object *o, const struct pkginfo *params)
{
	struct entry e = {.object = *o};
	const char *missing;
	char *owner, *group;

	e.object.owner = owner = replace_variable(o->owner, params);
	e.object.group = group = replace_variable(o->group, params);
	e.object.path = o->ftype == 'i' ? xstrdup(o->path)
					: map_path(o->path, params);
	if (o->target != NULL)
		e.object.target = vars_path(
		    o->target, params, VARS_ANY, &missing);
	check_entry(c, &e);
	free(e.object.target);
	free(e.object.path);
	free(group);
	free(owner);
}

static void
check_map(
    struct checking *c, const struct pkgmap *map, const struct pkginfo *params)
{
	const char *classes = pkginfo_get(params, "CLASSES");
	struct string_pool listed = STRING_POOL_INIT, wanted = STRING_POOL_INIT;
	const struct object *o;
	char *path;
	size_t i;

	c->listed = &listed;
	string_pool_add_words(&wanted, classes, " \t");
	for (i = 0; i < map->objects.n; i++) {
		path = map_path(map->objects.v[i].path, params);
		(void)string_pool_add(&listed, path);
		free(path);
	}
	for (i = 0; i < map->objects.n; i++) {
		o = &map->objects.v[i];
		if (is_chosen_path(c, o) &&
		    (classes == NULL || o->class == NULL ||
			string_pool_find(&wanted, o->class) != NULL))
			check_mapped(c, o, params);
	}
	warn_unused(c);
	string_pool_free(&wanted);
	string_pool_free(&listed);
}

static struct checking
checking_new(const struct pkgchk_request *q, FILE *out, FILE *err)
{
	return (struct checking){.q = q,
	    .out = out,
	    .err = err,
	    .used_names = xcalloc(q->nnames + 1, sizeof(bool)),
	    .used_paths = xcalloc(q->npaths + 1, sizeof(bool))};
}

static void
checking_free(struct checking *c)
{
	free(c->used_names);
	free(c->used_paths);
}

int
pkgchk_installed(const struct target *t, const struct pkgchk_request *q,
    FILE *out, FILE *err)
{
	struct checking c = checking_new(q, out, err);
	int code = EXIT_INTERNAL;

	c.target = t;
	if (check_database(&c))
		code = c.wrong ? EXIT_FATAL : EXIT_OK;
	checking_free(&c);
	return code;
}

int
pkgchk_map(const struct target *t, const struct pkgchk_map *map,
    const struct pkgchk_request *q, FILE *out, FILE *err)
{
	struct checking c = checking_new(q, out, err);
	struct pkginfo *none = pkginfo_new();

	c.target = t;
	check_map(&c, map->map, map->params == NULL ? none : map->params);
	pkginfo_free(none);
	checking_free(&c);
	return c.wrong ? EXIT_FATAL : EXIT_OK;
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
			(void)fprintf(c->out, "%s\n", list->v[i].path);
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

bool
pkgchk_unpacked(const struct package *p, const char *dir,
    const struct pkgchk_request *q, FILE *out, FILE *err)
{
	struct checking c = checking_new(q, out, err);

	check_unpacked(&c, p, dir);
	checking_free(&c);
	return !c.wrong;
}
