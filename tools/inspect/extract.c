#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "inspect/extract_file.h"
#include "model/install_path.h"
#include "stream/rule.h"

/* One package while it is unpacked. */
struct extraction {
	struct package_reader *s;
	const struct package *p;
	struct extract *x;
	struct filter *f;
	struct diag *d;
	char *label;
	struct pkginfo *vars; /* pkginfo and settings */
	bool *wanted;         /* by index in the pkgmap */
	struct host_accounts users, groups;
};

static void
add_params(struct pkginfo *to, const struct pkginfo *from)
{
	size_t i;

	for (i = 0; from != NULL && i < from->n; i++)
		pkginfo_set(to, from->v[i].name, from->v[i].value);
}

/*
 * The name below the root of a path of the package; the caller frees.  NULL
 * after a finding.
 */
static char *
resolve_path(struct extraction *e, const struct object *o, const char *path)
{
	const char *missing;
	char *full;

	full = install_path(path, e->vars, &missing);
	if (full == NULL) {
		rule_report(e->d, RULE_VARIABLE, e->label, o->path,
		    "%.*s has no value; -D gives it one",
		    (int)strcspn(missing, "/"), missing);
		return NULL;
	}
	if (path_is_safe(full + 1)) {
		memmove(full, full + 1, strlen(full));
		return full;
	}
	rule_report(e->d, RULE_PATH, e->label, o->path,
	    "is not written: it would go to %s", full);
	free(full);
	return NULL;
}

static char *
object_path(struct extraction *e, const struct object *o)
{
	const char *inst = e->p->name;

	if (o->ftype != 'i')
		return resolve_path(e, o, o->path);
	if (strcmp(o->path, "pkginfo") == 0)
		return xasprintf("var/sadm/pkg/%s/pkginfo", inst);
	return xasprintf("var/sadm/pkg/%s/install/%s", inst, o->path);
}

static void
mark_wanted(struct extraction *e)
{
	const struct objects *list = &e->p->map->objects;
	size_t i;

	e->wanted = xcalloc(list->n + 1, sizeof(*e->wanted));
	for (i = 0; i < list->n; i++)
		if (filter_match(e->f, &list->v[i]))
			e->wanted[i] = list->v[i].ftype != 'i' ||
			    e->x->information || e->f->npatterns > 0;
}

/* The path `/' is the directory that stands for it, which stays as it is. */
static bool
is_root(const struct object *o)
{
	return strcmp(o->path, "/") == 0;
}

static void
make_directory(struct extraction *e, const struct object *o, char *path)
{
	struct attributes a = extract_resolve_attributes(
	    e->x, o, &e->users, &e->groups, e->d);

	if (safe_dir_mkdir(e->x->root, path) == -1) {
		extract_report_failure(e->x, path, e->d);
		free(path);
		return;
	}
	if (e->x->wrote != NULL)
		e->x->wrote(path);
	extract_defer_directory(e->x, path, &a);
}

/* Objects that are complete in the pkgmap, of the types in the string. */
static void
make_objects(struct extraction *e, const char *types,
    void (*make)(struct extraction *e, const struct object *o, char *path))
{
	const struct objects *list = &e->p->map->objects;
	const struct object *o;
	char *path;
	size_t i;

	for (i = 0; i < list->n; i++) {
		o = &list->v[i];
		if (!e->wanted[i] || strchr(types, o->ftype) == NULL ||
		    is_root(o))
			continue;
		path = object_path(e, o);
		if (path != NULL)
			make(e, o, path);
	}
}

/* Reports that the object was written, or why not; frees path. */
static void
finish_object(struct extraction *e, bool ok, char *path)
{
	if (!ok)
		extract_report_failure(e->x, path, e->d);
	else if (e->x->wrote != NULL)
		e->x->wrote(path);
	free(path);
}

static void
make_symlink(struct extraction *e, const struct object *o, char *path)
{
	finish_object(e,
	    safe_dir_symlink(e->x->root, o->target, path, e->x->force), path);
}

static void
make_link(struct extraction *e, const struct object *o, char *path)
{
	char *target = link_target(o), *from = resolve_path(e, o, target);

	free(target);
	if (from == NULL) {
		free(path);
		return;
	}
	if (safe_dir_link(e->x->root, from, path, e->x->force))
		finish_object(e, true, path);
	else if (errno == ENOENT) {
		/* that its target could not be written has been told */
		if (e->d->worst < SEVERITY_SYSTEM)
			rule_report(e->d, RULE_LINK_TARGET, e->label, o->path,
			    "is not written: there is no %s to link to", from);
		free(path);
	} else
		finish_object(e, false, path);
	free(from);
}

/* The numbers of devices mean nothing on another system. */
static void
warn_device(struct extraction *e, const struct object *o, char *path)
{
	diag_add(e->d, SEVERITY_WARNING, e->label, 0, o->path,
	    rule_name(RULE_DEVICE), "is not written: a %s",
	    ftype_name(o->ftype));
	free(path);
}

/*
 * The attributes are set on the open pipe: its name might belong to another
 * file by then.
 */
static bool
create_pipe(
    const struct extraction *e, const char *path, const struct attributes *a)
{
	const char *name;
	int dir = safe_dir_open_parent(e->x->root, path, &name), fd;
	struct stat st;
	bool ok;

	if (dir == -1)
		return false;
	if (e->x->force)
		(void)unlinkat(dir, name, 0);
	if (mkfifoat(dir, name, 0600) == -1)
		return false;
	fd = openat(dir, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	ok = fd != -1 && fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) &&
	    extract_attributes(fd, a);
	if (fd != -1)
		close(fd);
	return ok;
}

static void
make_pipe(struct extraction *e, const struct object *o, char *path)
{
	struct attributes a = extract_resolve_attributes(
	    e->x, o, &e->users, &e->groups, e->d);

	finish_object(e, create_pipe(e, path, &a), path);
}

/* pkgadd leaves out damaged files; here they are written, with a finding. */
static void
write_file(struct extraction *e, const struct member *m)
{
	const struct object *o = m->object;
	struct attributes a = extract_resolve_attributes(
	    e->x, o, &e->users, &e->groups, e->d);
	char *path = object_path(e, o);
	unsigned sum;

	if (path == NULL)
		return;
	if (o->mtime == OBJECT_UNKNOWN)
		a.mtime = m->mtime;
	if (extract_file(e->s, e->x, path, &a, &sum, e->d)) {
		if (o->size != OBJECT_UNKNOWN && (uint64_t)o->size != m->size)
			rule_report(e->d, RULE_SIZE, e->label, o->path,
			    "%llu bytes, %lld in the pkgmap",
			    (unsigned long long)m->size, (long long)o->size);
		else if (o->sum != OBJECT_UNKNOWN && (unsigned)o->sum != sum)
			rule_report(e->d, RULE_SUM, e->label, o->path,
			    "checksum %u, %d in the pkgmap", sum, (int)o->sum);
	}
	free(path);
}

static void
write_files(struct extraction *e, size_t package)
{
	const struct objects *list = &e->p->map->objects;
	struct member m;
	size_t i;

	reader_select(e->s, package);
	while (reader_next(e->s, &m)) {
		if (m.object == NULL)
			continue;
		i = (size_t)(m.object - list->v);
		if (!e->wanted[i])
			continue;
		e->wanted[i] = false; /* a later part or a second member */
		write_file(e, &m);
	}
	for (i = 0; i < list->n && !reader_failed(e->s); i++)
		if (e->wanted[i] && ftype_has_contents(list->v[i].ftype))
			rule_report(e->d, RULE_MISSING, e->label,
			    list->v[i].path,
			    reader_has_unread(e->s, package)
				? "may be in a class archive that could not "
				  "be read"
				: "the package has no such file");
}

void
extract_package(struct package_reader *s, size_t package, struct filter *f,
    struct extract *x, struct diag *d)
{
	struct extraction e = {
	    .s = s, .p = reader_package(s, package), .x = x, .f = f, .d = d};

	reader_decode(s);
	e.label = reader_label(s, e.p, NULL);
	e.vars = pkginfo_new();
	add_params(e.vars, e.p->info);
	add_params(e.vars, x->vars);
	mark_wanted(&e);
	make_objects(&e, "dx", make_directory);
	write_files(&e, package);
	make_objects(&e, "p", make_pipe);
	make_objects(&e, "cb", warn_device);
	make_objects(&e, "l", make_link);
	make_objects(&e, "s", make_symlink);
	pkginfo_free(e.vars);
	host_accounts_free(&e.users);
	host_accounts_free(&e.groups);
	free(e.wanted);
	free(e.label);
}
