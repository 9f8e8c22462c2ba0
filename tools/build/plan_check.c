#include <stdlib.h>
#include <string.h>

#include "base/closest.h"
#include "base/mem.h"
#include "base/words.h"
#include "build/plan_check.h"
#include "model/depend.h"
#include "model/info_name.h"
#include "os/file.h"

#define COPYRIGHT_LINE_MAX  255 /* bytes (svr4-packaging 5.4) */
#define PARENT_WARNINGS_MAX 20

/* Packages in several parts were for diskettes and tapes. */
static void
check_parts(const struct plan *plan, const struct prototype *p, struct diag *d)
{
	const struct object *o;
	size_t i;

	for (i = 0; i < plan->map.objects.n; i++) {
		o = &plan->map.objects.v[i];
		if (o->part > 1)
			diag_error(d, prototype_file(p, o), o->line,
			    "prototype(4)",
			    "%s: part %u: packages are made in one part only",
			    o->path, (unsigned)o->part);
	}
}

/* Does the directory path, of len bytes, hold the object? */
static bool
is_below(const struct object *o, const char *path, size_t len)
{
	return strncmp(o->path, path, len) == 0 && o->path[len] == '/';
}

/* A link may lead to a directory on the target. */
static bool
may_hold_objects(const struct object *o)
{
	return ftype_is_directory(o->ftype) || o->ftype == 's' ||
	    o->ftype == 'i';
}

static void
check_nesting(
    const struct plan *plan, const struct prototype *p, struct diag *d)
{
	const struct objects *list = &plan->map.objects;
	const struct object *o, *parent;
	char *path, *slash;
	size_t i;

	for (i = 0; i < list->n; i++) {
		o = &list->v[i];
		path = xstrdup(o->path);
		while ((slash = strrchr(path, '/')) != NULL && slash > path) {
			*slash = '\0';
			/* the parents of the object before are checked */
			if (i > 0 &&
			    is_below(
				&list->v[i - 1], path, (size_t)(slash - path)))
				break;
			parent = objects_find(list, path);
			if (parent != NULL && !may_hold_objects(parent))
				diag_error(d, prototype_file(p, o), o->line,
				    "prototype(4)",
				    "%s: lies in %s, which is a %s", o->path,
				    path, ftype_name(parent->ftype));
		}
		free(path);
	}
}

void
plan_check_lines(
    const struct plan *plan, const struct prototype *p, struct diag *d)
{
	struct buf why = BUF_INIT;
	const struct object *o;
	size_t i;

	for (i = 0; i < plan->map.objects.n; i++) {
		o = &plan->map.objects.v[i];
		why.len = 0;
		if (!object_validate(o, &why))
			diag_error(d, prototype_file(p, o), o->line,
			    "pkgmap(4)", "%s: %s", o->path, buf_text(&why));
	}
	buf_free(&why);
}

void
plan_check_objects(
    const struct plan *plan, const struct prototype *p, struct diag *d)
{
	plan_check_lines(plan, p, d);
	check_parts(plan, p, d);
	check_nesting(plan, p, d);
}

void
plan_check_classes(const struct plan *plan, const struct prototype *p,
    enum severity severity, struct diag *d)
{
	struct string_pool classes = STRING_POOL_INIT;
	const struct object *o;
	const char *last = NULL;
	size_t i;

	string_pool_add_words(
	    &classes, pkginfo_get(plan->info, "CLASSES"), " \t");
	for (i = 0; i < plan->map.objects.n; i++) {
		o = &plan->map.objects.v[i];
		if (o->class == NULL || o->class == last ||
		    string_pool_find(&classes, o->class) != NULL)
			continue;
		last = o->class;
		diag_add(d, severity, prototype_file(p, o), o->line, NULL,
		    "pkginfo(4)",
		    "%s: its class %s is not in CLASSES, so it "
		    "would not be installed",
		    o->path, o->class);
	}
	string_pool_free(&classes);
}

/* The directory above path, for the caller to free; NULL: there is none. */
static char *
parent_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL || slash == path)
		return NULL;
	return slice_dup((struct slice){path, (size_t)(slash - path)});
}

void
plan_check_parents(
    const struct plan *plan, const struct prototype *p, struct diag *d)
{
	const struct objects *list = &plan->map.objects;
	const struct object *o;
	char *parent;
	size_t i, warned = 0;

	for (i = 0; i < list->n && warned < PARENT_WARNINGS_MAX; i++) {
		o = &list->v[i];
		parent = o->ftype == 'i' ? NULL : parent_of(o->path);
		/* the objects are sorted: one warning for neighbours */
		if (parent != NULL && objects_find(list, parent) == NULL &&
		    (i == 0 ||
			strncmp(list->v[i - 1].path, parent, strlen(parent)) !=
			    0)) {
			diag_warn(d, prototype_file(p, o), o->line,
			    "prototype(4)", "no entry for the directory %s",
			    parent);
			warned++;
		}
		free(parent);
	}
}

static void
check_depend(const struct buf *text, const char *file, struct diag *d)
{
	depend_free(depend_parse(buf_text(text), text->len, file, true, d));
}

static void
check_compver(const struct buf *text, const char *file, struct diag *d)
{
	compver_free(compver_parse(buf_text(text), text->len, file, d));
}

static void
check_space(const struct buf *text, const char *file, struct diag *d)
{
	space_free(space_parse(buf_text(text), text->len, file, d));
}

static void
check_copyright(const struct buf *text, const char *file, struct diag *d)
{
	const char *p = buf_text(text);
	struct slice rest = {p, strlen(p)}, line;
	size_t lineno;

	for (lineno = 1; line_next(&rest, &line); lineno++)
		if (line.len > COPYRIGHT_LINE_MAX)
			diag_error(d, file, lineno, "copyright(4)",
			    "the line has more than %d bytes",
			    COPYRIGHT_LINE_MAX);
}

static const struct {
	const char *name;
	void (*check)(const struct buf *text, const char *file, struct diag *d);
} formats[] = {
    {"compver", check_compver},
    {"copyright", check_copyright},
    {"depend", check_depend},
    {"space", check_space},
};

void
plan_check_info_files(const struct plan *plan, struct diag *d)
{
	const struct object *o;
	const struct content *c;
	struct buf text = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		o = objects_find(&plan->map.objects, formats[i].name);
		if (o == NULL || o->ftype != 'i')
			continue;
		c = &plan_object(plan, o)->content;
		if (c->kind != CONTENT_FILE)
			continue;
		text.len = 0;
		if (file_read(c->path, DEPEND_MAX, &text, d))
			formats[i].check(&text, c->path, d);
	}
	buf_free(&text);
}

/* The class of CLASSES that the script i.CLASS or r.CLASS was meant for. */
static const char *
class_meant(const struct string_pool *classes, const char *name)
{
	struct closest c;
	size_t i;

	if (strncmp(name, "i.", 2) != 0 && strncmp(name, "r.", 2) != 0)
		return NULL;
	closest_begin(&c, name + 2);
	for (i = 0; i < classes->n; i++)
		closest_offer(&c, classes->v[i]);
	return c.distance > 0 ? c.best : NULL;
}

void
plan_check_info_names(
    const struct plan *plan, const struct prototype *p, struct diag *d)
{
	struct string_pool classes = STRING_POOL_INIT;
	const struct object *o;
	const char *meant;
	size_t i;

	if (plan->info != NULL)
		string_pool_add_words(
		    &classes, pkginfo_get(plan->info, "CLASSES"), " \t");
	for (i = 0; i < plan->map.objects.n; i++) {
		o = &plan->map.objects.v[i];
		if (o->ftype != 'i')
			continue;
		meant = info_name_meant(o->path);
		if (meant != NULL)
			diag_warn(d, prototype_file(p, o), o->line,
			    "prototype(4)",
			    "%s: no package tool reads an information file of "
			    "this name; did you mean %s?",
			    o->path, meant);
		meant = class_meant(&classes, o->path);
		if (meant != NULL)
			diag_warn(d, prototype_file(p, o), o->line,
			    "prototype(4)",
			    "%s: CLASSES has no such class; did you mean "
			    "%.2s%s?",
			    o->path, o->path, meant);
	}
	string_pool_free(&classes);
}
