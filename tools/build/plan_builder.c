#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "build/plan_builder.h"
#include "build/plan_check.h"
#include "os/file.h"

#define BLANKS " \t"

static const char rule[] = "pkginfo(4)";
static const struct pkginfo no_params;

static bool
has_errors(const struct plan_builder *b)
{
	return b->d.worst >= SEVERITY_ERROR;
}

static struct objects *
objects_of(const struct plan_builder *b)
{
	return &b->plan->map.objects;
}

bool
plan_builder_begin(struct plan_builder *b, const char *prototype)
{
	const struct pkginfo *vars = b->request->vars;

	b->prototype = prototype_read(
	    prototype, vars == NULL ? &no_params : vars, &b->d);
	if (b->prototype == NULL)
		return false;
	b->plan = plan_new();
	b->plan->map.objects = b->prototype->objects;
	b->prototype->objects = OBJECTS_INIT;
	b->plan->objects = xcalloc(objects_of(b)->n, sizeof(*b->plan->objects));
	plan_check_objects(b->plan, b->prototype, &b->d);
	return true;
}

/*
 * The newest time among the contents and the dates of the manifest.  With a
 * manifest the times of information files do not count, as a checkout does not
 * keep them.
 */
static int64_t
newest_time(const struct plan_builder *b)
{
	const struct plan *plan = b->plan;
	bool has_date = b->newest_date != BUILD_TIME_NONE;
	int64_t newest = b->newest_date > 0 ? b->newest_date : 0;
	size_t i;

	for (i = 0; i < plan->map.objects.n; i++)
		if (plan->objects[i].content.mtime > newest &&
		    (!has_date || plan->map.objects.v[i].ftype != 'i'))
			newest = plan->objects[i].content.mtime;
	return newest;
}

/* Information files that the manifest has a date of. */
static void
set_information_dates(struct plan_builder *b)
{
	const struct manifest_information *info;
	struct object *o;
	size_t i;

	for (i = 0; b->sources != NULL && i < b->sources->ninformation; i++) {
		info = &b->sources->information[i];
		o = objects_find(objects_of(b), info->name);
		if (o == NULL || o->ftype != 'i')
			diag_warn(&b->d, b->request->manifest, info->line,
			    "pkgstream-manifest(5)",
			    "%s: the package has no such information file",
			    info->name);
		else if (info->date < b->plan->time)
			o->mtime = info->date;
	}
}

/*
 * The time of the plan is the one that was asked for, or else the newest one.
 * Objects that are made here get it, as do information files with a manifest;
 * no other object is newer.
 */
static void
resolve_times(struct plan_builder *b)
{
	struct plan *plan = b->plan;
	struct object *o;
	bool fixed;
	size_t i;

	/* a prototype has no dates: the given time is that of everything */
	fixed = b->request->time != BUILD_TIME_NONE &&
	    b->newest_date == BUILD_TIME_NONE;
	plan->time = b->request->time;
	if (plan->time == BUILD_TIME_NONE)
		plan->time = newest_time(b);
	for (i = 0; i < plan->map.objects.n; i++) {
		o = &plan->map.objects.v[i];
		if (!ftype_has_contents(o->ftype))
			continue;
		if (fixed || plan->objects[i].content.kind == CONTENT_MEMORY ||
		    (o->ftype == 'i' &&
			(b->newest_date != BUILD_TIME_NONE ||
			    strcmp(o->path, "pkginfo") == 0)) ||
		    o->mtime > plan->time)
			o->mtime = plan->time;
	}
	set_information_dates(b);
}

/* The words of list with `none' as the first, as pkgmk puts it. */
static char *
move_none_first(const char *list)
{
	struct slice rest = {list, strlen(list)}, word;
	struct buf b = BUF_INIT;

	buf_str(&b, "none");
	while (word_next(&rest, BLANKS, &word))
		if (!slice_equals(word, "none"))
			buf_printf(&b, " %.*s", SLICE_ARGS(word));
	return buf_steal(&b);
}

static bool
has_class(const char *classes, const char *class)
{
	return words_contain(classes, BLANKS, class, strlen(class));
}

/* All classes of the objects, in the order of the map. */
static char *
list_classes(const struct objects *objects)
{
	struct string_pool classes = STRING_POOL_INIT;
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < objects->n; i++)
		(void)string_pool_add(&classes, objects->v[i].class);
	for (i = 0; i < classes.n; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", classes.v[i]);
	string_pool_free(&classes);
	return buf_steal(&b);
}

/* Sets a parameter that the sources lack; value (allocated) is freed. */
static void
supply_param(struct plan_builder *b, const char *name, char *value)
{
	diag_warn(&b->d, b->info_path, 0, rule, "%s is missing; set to `%s'",
	    name, value);
	pkginfo_set(b->plan->info, name, value);
	free(value);
}

static char *
format_time(const char *format, int64_t seconds)
{
	time_t t = (time_t)seconds;
	struct tm tm;
	char text[64];

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(text, sizeof(text), format, &tm) == 0)
		return xstrdup("0");
	return xstrdup(text);
}

static void
supply_classes(struct plan_builder *b)
{
	char *classes = list_classes(objects_of(b));

	if (classes[0] != '\0')
		supply_param(b, "CLASSES", classes);
	else
		free(classes);
}

static void
resolve_classes(struct plan_builder *b)
{
	const char *classes;
	char *sorted;

	if (pkginfo_get(b->plan->info, "CLASSES") == NULL)
		supply_classes(b);
	classes = pkginfo_get(b->plan->info, "CLASSES");
	if (classes == NULL || !has_class(classes, "none"))
		return;
	classes += strspn(classes, BLANKS);
	if (strncmp(classes, "none", 4) == 0 &&
	    strchr(BLANKS, classes[4]) != NULL) /* also at the end */
		return;
	sorted = move_none_first(classes);
	pkginfo_set(b->plan->info, "CLASSES", sorted);
	free(sorted);
}

/*
 * The parameters of the package as pkgmk resolves them (svr4-packaging 4.3):
 * those of options in front, then those of the source pkginfo, then VAR=value
 * over both.
 */
static void
merge_params(struct plan_builder *b, const struct pkginfo *source)
{
	const struct pkginfo *first = b->request->first;
	const struct pkginfo *vars = b->request->vars;
	struct pkginfo *info = pkginfo_new();
	const struct param *p;
	size_t i;

	b->plan->info = info;
	for (i = 0; first != NULL && i < first->n; i++)
		pkginfo_set(info, first->v[i].name, first->v[i].value);
	for (i = 0; i < source->n; i++) {
		p = &source->v[i];
		if (pkginfo_get(info, p->name) == NULL)
			pkginfo_add(info, p->name, p->value, p->line);
	}
	for (i = 0; vars != NULL && i < vars->n; i++)
		pkginfo_set(info, vars->v[i].name, vars->v[i].value);
}

/* What pkgmk takes from clock and host comes from the time of the plan. */
static void
supply_missing_params(struct plan_builder *b)
{
	const struct pkginfo *info = b->plan->info;
	int64_t time = b->plan->time;

	if (pkginfo_get(info, "VERSION") == NULL)
		supply_param(
		    b, "VERSION", format_time("Dev Release %m/%d/%Y", time));
	if (pkginfo_get(info, "PSTAMP") == NULL)
		supply_param(
		    b, "PSTAMP", format_time("pkgstream%Y%m%d%H%M%S", time));
	resolve_classes(b);
}

/* The instance in the stream: the one that was asked for, or PKG. */
static void
resolve_name(struct plan_builder *b)
{
	const char *pkg = pkginfo_get(b->plan->info, "PKG");
	const char *given = b->request->name;
	const char *name = given == NULL ? pkg : given;
	size_t len = pkg == NULL ? 0 : strlen(pkg);

	if (name == NULL)
		return; /* reported by pkginfo_check */
	b->plan->name = xstrdup(name);
	if (given == NULL)
		return;
	if (pkgname_fault(name, true) != NULL)
		diag_error(&b->d, NULL, 0, rule, "the package name `%s' %s",
		    name, pkgname_fault(name, true));
	else if (pkg != NULL &&
	    (strncmp(name, pkg, len) != 0 ||
		(name[len] != '\0' && name[len] != '.')))
		diag_error(&b->d, NULL, 0, rule,
		    "`%s' is no instance of PKG=%s", name, pkg);
}

static struct pkginfo *
read_source_pkginfo(struct plan_builder *b)
{
	struct buf text = BUF_INIT;
	struct pkginfo *info = NULL;

	if (file_read(b->info_path, PKGINFO_MAX, &text, &b->d))
		info = pkginfo_parse(
		    buf_text(&text), text.len, b->info_path, &b->d);
	buf_free(&text);
	return info;
}

static void
resolve_params(struct plan_builder *b)
{
	struct pkginfo *source = read_source_pkginfo(b);

	if (source == NULL)
		return;
	merge_params(b, source);
	pkginfo_free(source);
	supply_missing_params(b);
	pkginfo_check(b->plan->info, b->info_path, &b->d);
	resolve_name(b);
	plan_check_classes(b->plan, b->prototype,
	    b->request->force_class ? SEVERITY_WARNING : SEVERITY_ERROR, &b->d);
}

static struct object *
find_pkginfo(struct plan_builder *b)
{
	struct object *o = objects_find(objects_of(b), "pkginfo");

	if (o != NULL && o->ftype == 'i')
		return o;
	diag_error(&b->d, b->prototype->scopes[0].file, 0, "prototype(4)",
	    "there is no entry `i pkginfo'");
	return NULL;
}

/* Puts the resolved parameters in the place of the source pkginfo. */
static void
replace_pkginfo(struct plan *plan, struct object *o)
{
	struct content *c = &plan_object(plan, o)->content;

	pkginfo_write(plan->info, &plan->info_text);
	*c = (struct content){.kind = CONTENT_MEMORY,
	    .data = plan->info_text.data,
	    .size = plan->info_text.len};
	(void)content_checksum(c, NULL, NULL, 0);
	o->size = (int64_t)c->size;
	o->sum = c->sum;
}

/* Prototypes, pkginfo and the files that contents come from. */
static void
add_inputs(struct plan_builder *b)
{
	const struct content *c;
	char *path;
	size_t i;

	for (i = 0; i < b->prototype->nscopes; i++)
		plan_add_input(b->plan, b->prototype->scopes[i].file);
	if (b->info_path != NULL)
		plan_add_input(b->plan, b->info_path);
	for (i = 0; i < objects_of(b)->n; i++) {
		c = &b->plan->objects[i].content;
		if (c->kind != CONTENT_FILE)
			continue;
		path = c->tree == NULL ? xstrdup(c->path)
				       : path_join(c->tree->name, c->path);
		plan_add_input(b->plan, path);
		free(path);
	}
}

void
plan_builder_finish(struct plan_builder *b)
{
	struct plan *plan = b->plan;
	struct object *o;

	add_inputs(b);

	resolve_times(b);
	o = find_pkginfo(b);
	if (o == NULL)
		return;
	if (b->info_path == NULL)
		b->info_path = plan_object(plan, o)->content.path;
	if (b->info_path != NULL)
		resolve_params(b);
	plan_check_info_files(plan, &b->d);
	plan_check_info_names(plan, b->prototype, &b->d);
	/* once more: sizes and times were not known at the beginning */
	if (!has_errors(b))
		plan_check_lines(plan, b->prototype, &b->d);
	if (has_errors(b))
		return;
	if (!b->is_patch)
		plan_check_parents(plan, b->prototype, &b->d);
	plan->map.maxpart = plan_count_blocks(
	    objects_of(b), pkginfo_get(plan->info, "ORDER"));
	replace_pkginfo(plan, o);
	plan_finish(plan);
}

struct plan *
plan_builder_end(struct plan_builder *b, struct diag *d)
{
	struct plan *plan = b->plan;

	if (has_errors(b)) {
		plan_free(plan);
		plan = NULL;
	}
	prototype_free(b->prototype);
	diag_move(d, &b->d);
	return plan;
}
