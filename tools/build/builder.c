#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "build/builder.h"
#include "build/checksum_pass.h"
#include "build/infofiles.h"
#include "build/params.h"
#include "os/file.h"

static bool
is_failed(const struct builder *b)
{
	return b->d.worst >= SEVERITY_ERROR;
}

static struct objects *
objects_of(const struct builder *b)
{
	return &b->plan->map.objects;
}

/* Several parts were for diskettes and tapes; we write one. */
static void
check_parts(struct builder *b)
{
	const struct object *o;
	size_t i;

	for (i = 0; i < objects_of(b)->n; i++) {
		o = &objects_of(b)->v[i];
		if (o->part > 1)
			diag_error(&b->d, prototype_file(b->prototype, o),
			    o->line, "prototype(4)",
			    "%s: part %u: packages are made in one part only",
			    o->path, (unsigned)o->part);
	}
}

/*
 * Where no time is given, the newest of the sources and dates counts.  Objects
 * that are made here, and all information files of a manifest, have it, as a
 * checkout does not keep the times of files.
 */
static void
settle_time(struct builder *b)
{
	struct plan *plan = b->plan;
	struct object *o;
	size_t i;

	plan->time = b->r->time;
	if (plan->time == BUILD_TIME_NONE) {
		plan->time = b->newest > 0 ? b->newest : 0;
		for (i = 0; i < objects_of(b)->n; i++)
			if (plan->objects[i].content.mtime > plan->time &&
			    (b->newest == BUILD_TIME_NONE ||
				objects_of(b)->v[i].ftype != 'i'))
				plan->time = plan->objects[i].content.mtime;
	}
	for (i = 0; i < objects_of(b)->n; i++) {
		o = &objects_of(b)->v[i];
		if (plan->objects[i].content.kind == CONTENT_MEMORY ||
		    (o->ftype == 'i' && b->newest != BUILD_TIME_NONE))
			o->mtime = plan->time;
		/* what is given from outside is also the latest time */
		if (o->mtime > plan->time)
			o->mtime = plan->time;
	}
}

static struct object *
find_info(struct builder *b, size_t *index)
{
	struct object *o = objects_find(objects_of(b), "pkginfo");

	if (o == NULL || o->ftype != 'i') {
		diag_error(&b->d, b->prototype->scopes[0].file, 0,
		    "prototype(4)", "there is no entry `i pkginfo'");
		return NULL;
	}
	*index = (size_t)(o - objects_of(b)->v);
	return o;
}

static void
check_classes(struct builder *b)
{
	const char *classes = pkginfo_get(b->plan->info, "CLASSES");
	const struct object *o;
	const char *last = NULL;
	size_t i;

	for (i = 0; i < objects_of(b)->n; i++) {
		o = &objects_of(b)->v[i];
		if (o->class == NULL || o->class == last ||
		    words_contain(classes, " \t", o->class, strlen(o->class)))
			continue;
		last = o->class;
		diag_add(&b->d, b->strict ? SEVERITY_ERROR : SEVERITY_WARNING,
		    prototype_file(b->prototype, o), o->line, NULL,
		    "pkginfo(4)",
		    "%s: its class %s is not in CLASSES, so it "
		    "would not be installed",
		    o->path, o->class);
	}
}

/* Only directories hold objects, and links that lead to one on the target. */
static void
check_nesting(struct builder *b)
{
	const struct objects *list = objects_of(b);
	const struct object *parent;
	char *path, *slash;
	size_t i;

	for (i = 0; i < list->n; i++) {
		path = xstrdup(list->v[i].path);
		while ((slash = strrchr(path, '/')) != NULL && slash > path) {
			*slash = '\0';
			/* the neighbour has the same parents from here on */
			if (i > 0 &&
			    strncmp(list->v[i - 1].path, path,
				(size_t)(slash - path)) == 0 &&
			    list->v[i - 1].path[slash - path] == '/')
				break;
			parent = objects_find(list, path);
			if (parent != NULL && parent->ftype != 's' &&
			    parent->ftype != 'i' &&
			    !ftype_is_directory(parent->ftype))
				diag_error(&b->d,
				    prototype_file(b->prototype, &list->v[i]),
				    list->v[i].line, "prototype(4)",
				    "%s: lies in %s, which is a %s",
				    list->v[i].path, path,
				    ftype_name(parent->ftype));
		}
		free(path);
	}
}

/*
 * Warns about directories above an object that have no entry of their own:
 * nobody would own them, and an i.CLASS script finds them missing.
 */
static void
check_parents(struct builder *b)
{
	const struct objects *list = objects_of(b);
	char *parent, *slash;
	size_t i, warned = 0;

	for (i = 0; i < list->n && warned < 20; i++) {
		if (list->v[i].ftype == 'i')
			continue;
		parent = xstrdup(list->v[i].path);
		slash = strrchr(parent, '/');
		if (slash != NULL && slash > parent) {
			*slash = '\0';
			if (objects_find(list, parent) == NULL &&
			    (i == 0 ||
				strncmp(list->v[i - 1].path, parent,
				    strlen(parent)) != 0)) {
				diag_warn(&b->d,
				    prototype_file(b->prototype, &list->v[i]),
				    list->v[i].line, "prototype(4)",
				    "no entry for the directory %s", parent);
				warned++;
			}
		}
		free(parent);
	}
}

static void
settle_name(struct builder *b)
{
	const char *pkg = pkginfo_get(b->plan->info, "PKG");
	const char *name = b->r->name == NULL ? pkg : b->r->name;
	size_t len = pkg == NULL ? 0 : strlen(pkg);

	if (name == NULL)
		return; /* reported by pkginfo_check */
	b->plan->name = xstrdup(name);
	if (b->r->name == NULL)
		return;
	if (pkgname_fault(name, true) != NULL)
		diag_error(&b->d, NULL, 0, "pkginfo(4)",
		    "the package name `%s' %s", name,
		    pkgname_fault(name, true));
	else if (strncmp(name, pkg, len) != 0 ||
	    (name[len] != '\0' && name[len] != '.'))
		diag_error(&b->d, NULL, 0, "pkginfo(4)",
		    "`%s' is no instance of PKG=%s", name, pkg);
}

static const struct pkginfo no_params;

/* Reads the source pkginfo and settles the parameters. */
static void
settle_params(struct builder *b)
{
	struct buf text = BUF_INIT;
	struct pkginfo *file = NULL;

	if (file_read(b->info_path, PKGINFO_MAX, &text, &b->d))
		file = pkginfo_parse(
		    buf_text(&text), text.len, b->info_path, &b->d);
	buf_free(&text);
	if (file == NULL)
		return;
	b->plan->info = params_resolve(file,
	    b->r->first == NULL ? &no_params : b->r->first,
	    b->r->vars == NULL ? &no_params : b->r->vars, objects_of(b),
	    b->plan->time, b->info_path, &b->d);
	pkginfo_free(file);
	pkginfo_check(b->plan->info, b->info_path, &b->d);
	settle_name(b);
	check_classes(b);
}

/* The pkginfo of the package in place of the one in the sources. */
static void
replace_info(struct builder *b, struct object *o, struct content *c)
{
	struct plan *plan = b->plan;

	pkginfo_write(plan->info, &plan->info_text);
	*c = (struct content){.kind = CONTENT_MEMORY,
	    .data = plan->info_text.data,
	    .size = plan->info_text.len};
	(void)content_checksum(c, NULL, NULL, 0);
	o->size = (int64_t)c->size;
	o->sum = c->sum;
	o->mtime = plan->time;
}

void
builder_checksum_contents(struct builder *b)
{
	(void)checksum_plan(b->plan, b->prototype, &b->d);
}

void
builder_resolve(struct builder *b)
{
	struct plan *plan = b->plan;
	struct object *o;
	size_t i;

	settle_time(b);
	o = find_info(b, &i);
	if (o == NULL)
		return;
	if (b->info_path == NULL)
		b->info_path = plan->objects[i].content.path;
	if (b->info_path != NULL)
		settle_params(b);
	infofiles_check(plan, &b->d);
	if (is_failed(b))
		return;
	check_parents(b);
	plan->map.maxpart = plan_blocks(
	    objects_of(b), pkginfo_get(plan->info, "ORDER"));
	replace_info(b, o, &plan->objects[i].content);
	plan_finish(plan);
}

bool
builder_begin(struct builder *b, const char *prototype)
{
	b->prototype = prototype_read(
	    prototype, b->r->vars == NULL ? &no_params : b->r->vars, &b->d);
	if (b->prototype == NULL)
		return false;
	b->plan = plan_new();
	b->plan->map.objects = b->prototype->objects;
	b->prototype->objects = OBJECTS_INIT;
	b->plan->objects = xcalloc(objects_of(b)->n, sizeof(*b->plan->objects));
	check_parts(b);
	check_nesting(b);
	return true;
}

struct plan *
builder_end(struct builder *b, struct diag *d)
{
	struct plan *plan = b->plan;

	if (is_failed(b)) {
		plan_free(plan);
		plan = NULL;
	}
	prototype_free(b->prototype);
	diag_move(d, &b->d);
	return plan;
}
