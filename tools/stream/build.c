#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "stream/build.h"
#include "stream/measure.h"
#include "stream/params.h"
#include "stream/sources.h"

/* A package while its plan is made. */
struct builder {
	const struct build_request *r;
	struct prototype *prototype;
	struct plan	*plan;
	struct diag	 d;		/* of this package alone */
};

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

/* More than one part would be for media that nobody has any more. */
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

static void
find_sources(struct builder *b)
{
	struct sources s = { b->prototype, b->r->base, b->r->nroots > 0 };
	size_t i;

	for (i = 0; i < b->r->nroots; i++)
		(void)sources_add_tree(b->plan, b->r->roots[i], &b->d);
	b->plan->contents = xcalloc(objects_of(b)->n,
	    sizeof(*b->plan->contents));
	for (i = 0; i < objects_of(b)->n; i++)
		if (ftype_has_contents(objects_of(b)->v[i].ftype))
			(void)sources_find(&s, b->plan, i, &b->d);
}

/* Where no other time is given, that of the newest source counts. */
static void
settle_time(struct builder *b)
{
	struct plan *plan = b->plan;
	size_t i;

	plan->time = b->r->time;
	for (i = 0; i < objects_of(b)->n; i++)
		if (b->r->time == BUILD_TIME_NONE &&
		    plan->contents[i].kind == CONTENT_FILE &&
		    plan->contents[i].mtime > plan->time)
			plan->time = plan->contents[i].mtime;
	if (plan->time < 0)
		plan->time = 0;
	/* given from outside it is also the latest that anything may have */
	for (i = 0; i < objects_of(b)->n; i++)
		if (objects_of(b)->v[i].mtime > plan->time)
			objects_of(b)->v[i].mtime = plan->time;
}

static struct object *
find_info(struct builder *b, size_t *index)
{
	struct object *o = objects_find(objects_of(b), "pkginfo");

	if (o == NULL || o->ftype != 'i') {
		diag_error(&b->d, b->r->prototype, 0, "prototype(4)",
		    "there is no entry `i pkginfo'");
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
		    (classes != NULL && params_has_word(classes, o->class)))
			continue;
		last = o->class;
		diag_warn(&b->d, prototype_file(b->prototype, o), o->line,
		    "pkginfo(4)", "%s: its class %s is not in CLASSES, so it "
		    "will not be installed", o->path, o->class);
	}
}

/* A script with class or type parents missing gets no directories made. */
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
			    (i == 0 || strncmp(list->v[i - 1].path, parent,
			    strlen(parent)) != 0)) {
				diag_warn(&b->d, prototype_file(b->prototype,
				    &list->v[i]), list->v[i].line,
				    "prototype(4)",
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
		return;			/* reported by pkginfo_check */
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

/* Reads the pkginfo of the prototype and settles the parameters. */
static void
settle_params(struct builder *b, const struct content *source)
{
	struct buf text = BUF_INIT;
	struct pkginfo *file = NULL;

	if (file_read(source->path, PKGINFO_MAX, &text, &b->d))
		file = pkginfo_parse(buf_text(&text), text.len, source->path,
		    &b->d);
	buf_free(&text);
	if (file == NULL)
		return;
	b->plan->info = params_settle(file,
	    b->r->first == NULL ? &no_params : b->r->first,
	    b->r->vars == NULL ? &no_params : b->r->vars, objects_of(b),
	    b->plan->time, source->path, &b->d);
	pkginfo_free(file);
	pkginfo_check(b->plan->info, source->path, &b->d);
	settle_name(b);
	check_classes(b);
}

/* The pkginfo of the package in place of the one in the sources. */
static void
replace_info(struct builder *b, struct object *o, struct content *c)
{
	struct plan *plan = b->plan;

	pkginfo_write(plan->info, &plan->info_text);
	*c = (struct content){ .kind = CONTENT_MEMORY,
	    .data = plan->info_text.data, .size = plan->info_text.len };
	(void)content_measure(c, NULL, NULL, 0);
	o->size = (int64_t)c->size;
	o->sum = c->sum;
	o->mtime = plan->time;
}

static void
settle(struct builder *b)
{
	struct plan *plan = b->plan;
	struct object *o;
	size_t i;

	settle_time(b);
	o = find_info(b, &i);
	if (o == NULL)
		return;
	if (plan->contents[i].kind == CONTENT_FILE)
		settle_params(b, &plan->contents[i]);
	if (is_failed(b))
		return;
	check_parents(b);
	plan->map.maxpart = plan_blocks(objects_of(b),
	    pkginfo_get(plan->info, "ORDER"));
	replace_info(b, o, &plan->contents[i]);
	plan_finish(plan);
}

/* The objects move from the prototype to the plan. */
static void
begin(struct builder *b)
{
	b->plan = plan_new();
	b->plan->map.objects = b->prototype->objects;
	b->prototype->objects = (struct objects)OBJECTS_INIT;
	check_parts(b);
}

static struct plan *
end(struct builder *b, struct diag *d)
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

struct plan *
build_classic(const struct build_request *r, struct diag *d)
{
	struct builder b = { .r = r, .d = DIAG_INIT };

	b.prototype = prototype_read(r->prototype,
	    r->vars == NULL ? &no_params : r->vars, &b.d);
	if (b.prototype != NULL) {
		begin(&b);
		find_sources(&b);
		(void)measure_plan(b.plan, &b.d);
		settle(&b);
	}
	return end(&b, d);
}
