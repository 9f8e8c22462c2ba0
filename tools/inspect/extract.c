#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "inspect/extract_impl.h"
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
	struct host_accounts accounts;
};

static void
merge(struct pkginfo *to, const struct pkginfo *from)
{
	size_t i;

	for (i = 0; from != NULL && i < from->n; i++)
		pkginfo_set(to, from->v[i].name, from->v[i].value);
}

/*
 * Where a path of the package goes, below the root; the caller frees.  NULL
 * after a finding.
 */
static char *
place(struct extraction *j, const struct object *o, const char *path)
{
	const char *missing;
	char *full;

	full = install_path(path, j->vars, &missing);
	if (full == NULL) {
		rule_report(j->d, RULE_VARIABLE, j->label, o->path,
		    "%.*s has no value; -D gives it one",
		    (int)strcspn(missing, "/"), missing);
		return NULL;
	}
	if (path_is_safe(full + 1)) {
		memmove(full, full + 1, strlen(full));
		return full;
	}
	rule_report(j->d, RULE_PATH, j->label, o->path,
	    "is not written: it would go to %s", full);
	free(full);
	return NULL;
}

static char *
place_object(struct extraction *j, const struct object *o)
{
	const char *inst = j->p->name;

	if (o->ftype != 'i')
		return place(j, o, o->path);
	if (strcmp(o->path, "pkginfo") == 0)
		return xasprintf("var/sadm/pkg/%s/pkginfo", inst);
	return xasprintf("var/sadm/pkg/%s/install/%s", inst, o->path);
}

static void
choose(struct extraction *j)
{
	const struct objects *list = &j->p->map->objects;
	size_t i;

	j->wanted = xcalloc(list->n + 1, sizeof(*j->wanted));
	for (i = 0; i < list->n; i++)
		if (filter_match(j->f, &list->v[i]))
			j->wanted[i] = list->v[i].ftype != 'i' ||
			    j->x->information || j->f->npatterns > 0;
}

static void
make_directory(struct extraction *j, const struct object *o, char *path)
{
	struct attributes a = extract_resolve_attributes(
	    j->x, o, &j->accounts, j->d);

	if (safe_dir_mkdir(j->x->root, path) == -1) {
		extract_report_failure(j->x, path, j->d);
		free(path);
		return;
	}
	if (j->x->wrote != NULL)
		j->x->wrote(path);
	extract_defer_directory(j->x, path, &a);
}

/* Objects that are complete in the pkgmap, of the types in the string. */
static void
make_objects(struct extraction *j, const char *types,
    void (*make)(struct extraction *j, const struct object *o, char *path))
{
	const struct objects *list = &j->p->map->objects;
	const struct object *o;
	char *path;
	size_t i;

	for (i = 0; i < list->n; i++) {
		o = &list->v[i];
		if (!j->wanted[i] || strchr(types, o->ftype) == NULL)
			continue;
		path = place_object(j, o);
		if (path != NULL)
			make(j, o, path);
	}
}

static void
wrote(struct extraction *j, bool ok, char *path)
{
	if (!ok)
		extract_report_failure(j->x, path, j->d);
	else if (j->x->wrote != NULL)
		j->x->wrote(path);
	free(path);
}

static void
make_symlink(struct extraction *j, const struct object *o, char *path)
{
	wrote(j, safe_dir_symlink(j->x->root, o->target, path, j->x->force),
	    path);
}

static void
make_link(struct extraction *j, const struct object *o, char *path)
{
	char *target = link_target(o), *from = place(j, o, target);

	free(target);
	if (from == NULL) {
		free(path);
		return;
	}
	if (safe_dir_link(j->x->root, from, path, j->x->force))
		wrote(j, true, path);
	else if (errno == ENOENT) {
		rule_report(j->d, RULE_LINK_TARGET, j->label, o->path,
		    "is not written: there is no %s to link to", from);
		free(path);
	} else
		wrote(j, false, path);
	free(from);
}

/* Device files of another system are of no use here. */
static void
leave_out(struct extraction *j, const struct object *o, char *path)
{
	diag_add(j->d, SEVERITY_WARNING, j->label, 0, o->path,
	    rule_name(RULE_DEVICE), "is not written: a %s",
	    ftype_name(o->ftype));
	free(path);
}

/* Opened before its attributes are set: names can change hands. */
static bool
create_pipe(
    const struct extraction *j, const char *path, const struct attributes *a)
{
	const char *name;
	int dir = safe_dir_open_parent(j->x->root, path, &name), fd;
	struct stat st;
	bool ok;

	if (dir == -1)
		return false;
	if (j->x->force)
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
make_pipe(struct extraction *j, const struct object *o, char *path)
{
	struct attributes a = extract_resolve_attributes(
	    j->x, o, &j->accounts, j->d);

	wrote(j, create_pipe(j, path, &a), path);
}

/* pkgadd leaves out what is damaged; here it is written, and told. */
static void
write_file(struct extraction *j, const struct member *m)
{
	const struct object *o = m->object;
	struct attributes a = extract_resolve_attributes(
	    j->x, o, &j->accounts, j->d);
	char *path = place_object(j, o);
	unsigned sum;

	if (path == NULL)
		return;
	if (o->mtime == OBJECT_UNKNOWN)
		a.mtime = m->mtime;
	if (extract_file(j->s, j->x, path, &a, &sum, j->d)) {
		if (o->size != OBJECT_UNKNOWN && (uint64_t)o->size != m->size)
			rule_report(j->d, RULE_SIZE, j->label, o->path,
			    "%llu bytes, %lld in the pkgmap",
			    (unsigned long long)m->size, (long long)o->size);
		else if (o->sum != OBJECT_UNKNOWN && (unsigned)o->sum != sum)
			rule_report(j->d, RULE_SUM, j->label, o->path,
			    "checksum %u, %d in the pkgmap", sum, (int)o->sum);
	}
	free(path);
}

static void
write_files(struct extraction *j, size_t package)
{
	const struct objects *list = &j->p->map->objects;
	struct member m;
	bool archives = false;
	size_t i;

	reader_select(j->s, package);
	while (reader_next(j->s, &m)) {
		archives |= m.object == NULL && member_is_class_archive(&m);
		i = m.object == NULL ? list->n : (size_t)(m.object - list->v);
		if (!j->wanted[i])
			continue;
		j->wanted[i] = false; /* later parts, twins */
		write_file(j, &m);
	}
	for (i = 0; i < list->n && !reader_failed(j->s); i++)
		if (j->wanted[i] && ftype_has_contents(list->v[i].ftype))
			rule_report(j->d, RULE_MISSING, j->label,
			    list->v[i].path,
			    archives
				? "may be in a class archive, which is not "
				  "unpacked"
				: "the package has no such file");
}

void
extract_package(struct package_reader *s, size_t package, struct filter *f,
    struct extract *x, struct diag *d)
{
	struct extraction j = {
	    .s = s, .p = reader_package(s, package), .x = x, .f = f, .d = d};

	j.label = reader_label(s, j.p, NULL);
	j.vars = pkginfo_new();
	merge(j.vars, j.p->info);
	merge(j.vars, x->vars);
	choose(&j);
	make_objects(&j, "dx", make_directory);
	write_files(&j, package);
	make_objects(&j, "p", make_pipe);
	make_objects(&j, "cb", leave_out);
	make_objects(&j, "l", make_link);
	make_objects(&j, "s", make_symlink);
	pkginfo_free(j.vars);
	free(j.accounts.v);
	free(j.wanted);
	free(j.label);
}
