#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "install/object_list.h"

/* What the paths of a package are resolved with. */
struct path_rules {
	const struct context *ctx;
	const struct package_source *source;
	const char *basedir; /* of the client; NULL: / */
};

/* A relative path lies below BASEDIR (eval_path in libinst). */
static char *
client_path(const struct path_rules *rules, const char *path)
{
	const char *base = rules->basedir == NULL ? "/" : rules->basedir;

	if (path[0] == '/')
		return xstrdup(path);
	return xasprintf(
	    "%s%s%s", base, strcmp(base, "/") == 0 ? "" : "/", path);
}

/* In paths of objects $BASEDIR is that of the client (sortmap in libinst). */
static char *
expand(const struct path_rules *rules, const char *path)
{
	return env_expand(rules->ctx->env, path, rules->basedir);
}

static char *
expand_target(const struct path_rules *rules, const char *target)
{
	char *out = expand(rules, target);

	if (out[0] == '/')
		path_canonize(out);
	return out;
}

static bool
sets_id(const struct object *o)
{
	if (!ftype_has_contents(o->ftype) || o->mode == OBJECT_UNKNOWN)
		return false;
	return (o->mode & 04000) != 0 ||
	    ((o->mode & 02000) != 0 && (o->mode & 0101) != 0);
}

static struct install_object *
add_room(struct object_list *list)
{
	list->v = array_room(list->v, list->n, &list->size, sizeof(*list->v));
	return &list->v[list->n++];
}

static void
add_from_map(struct object_list *list, const struct path_rules *rules,
    const struct object *o, size_t class)
{
	struct install_object *obj = add_room(list);
	char *member;

	*obj = (struct install_object){.object = *o, .class = class};
	obj->map_path = expand(rules, o->path);
	path_canonize(obj->map_path);
	obj->object.path = client_path(rules, obj->map_path);
	obj->object.target = ftype_has_target(o->ftype)
	    ? expand_target(rules, o->target)
	    : NULL;
	obj->object.source = NULL;
	obj->path = target_path(rules->ctx->target, obj->object.path);
	if (ftype_has_contents(o->ftype)) {
		member = pkgmap_member(rules->source->map, o);
		obj->source = xasprintf("%s/%s", rules->source->dir, member);
		free(member);
	}
	obj->set_id.now = sets_id(o);
}

void
object_list_add(
    struct object_list *list, const struct target *t, const struct object *o)
{
	struct install_object *obj = add_room(list);

	*obj = (struct install_object){.object = *o};
	obj->object.class = string_pool_add(&list->pool, o->class);
	obj->object.owner = string_pool_add(&list->pool, o->owner);
	obj->object.group = string_pool_add(&list->pool, o->group);
	obj->path = target_path(t, o->path);
}

static int
compare_objects(const void *a, const void *b)
{
	return strcmp(((const struct install_object *)a)->object.path,
	    ((const struct install_object *)b)->object.path);
}

void
object_list_sort(struct object_list *list)
{
	if (list->n > 0)
		qsort(list->v, list->n, sizeof(*list->v), compare_objects);
}

/* Two directories of one path are one if they agree (ckdup in libinst). */
static bool
merge_duplicate(struct object *a, const struct object *b)
{
	return ftype_is_directory(a->ftype) && ftype_is_directory(b->ftype) &&
	    object_merge_attributes(a, b);
}

static void
clear_object(struct install_object *obj)
{
	object_clear(&obj->object);
	free(obj->path);
	free(obj->source);
	free(obj->map_path);
}

/* Of a sorted list; false after messages about paths that differ. */
static bool
merge_duplicates(struct object_list *list, struct context *ctx)
{
	struct install_object *last;
	size_t i, kept = 0;
	bool ok = true;

	for (i = 0; i < list->n; i++) {
		last = kept == 0 ? NULL : &list->v[kept - 1];
		if (last == NULL || compare_objects(last, &list->v[i]) != 0) {
			list->v[kept++] = list->v[i];
			continue;
		}
		if (!merge_duplicate(&last->object, &list->v[i].object)) {
			log_error(ctx, "%s stands twice in the pkgmap",
			    list->v[i].object.path);
			ok = false;
		}
		clear_object(&list->v[i]);
	}
	list->n = kept;
	return ok;
}

/* Parameters in paths may have any value; false after messages. */
static bool
validate_objects(const struct object_list *list, struct context *ctx)
{
	struct buf why = BUF_INIT;
	bool ok = true;
	size_t i;

	for (i = 0; i < list->n; i++) {
		why.len = 0;
		if (object_validate(&list->v[i].object, &why))
			continue;
		log_error(ctx, "%s", buf_text(&why));
		ok = false;
	}
	buf_free(&why);
	return ok;
}

static void
clear_list(struct object_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		clear_object(&list->v[i]);
	list->n = 0;
}

bool
object_list_load(struct object_list *list, struct context *ctx,
    const struct package_source *source, const char *basedir,
    const struct class_list *classes)
{
	const struct path_rules rules = {ctx, source, basedir};
	const struct objects *map = &source->map->objects;
	ssize_t class;
	size_t i;

	clear_list(list);
	for (i = 0; i < map->n; i++) {
		if (map->v[i].ftype == 'i')
			continue;
		class = class_index(classes, map->v[i].class);
		if (class >= 0)
			add_from_map(list, &rules, &map->v[i], (size_t) class);
	}
	object_list_sort(list);
	return merge_duplicates(list, ctx) && validate_objects(list, ctx);
}

unsigned
install_object_part(const struct install_object *obj)
{
	return obj->object.part == 0 ? 1 : obj->object.part;
}

/* Fills v from the list: a counting sort by class. */
static void
sort_by_class(
    struct object_groups *g, const struct object_list *list, size_t nclasses)
{
	size_t i, class, *next = xcalloc(nclasses + 1, sizeof(*next));

	for (i = 0; i < list->n; i++)
		g->start[list->v[i].class + 1]++;
	for (i = 0; i < nclasses; i++)
		g->start[i + 1] += g->start[i];
	memcpy(next, g->start, nclasses * sizeof(*next));
	for (i = 0; i < list->n; i++) {
		class = list->v[i].class;
		g->v[next[class]++] = i;
	}
	free(next);
}

/* Fills later from v, which is sorted by class: a counting sort by part. */
static void
sort_by_part(struct object_groups *g, const struct object_list *list)
{
	unsigned part;
	size_t i, *next = xcalloc(OBJECT_PARTS_MAX + 2, sizeof(*next));

	for (i = 0; i < list->n; i++) {
		part = install_object_part(&list->v[i]);
		g->nlater += part > 1;
		next[part + 1] += part > 1;
	}
	for (part = 1; part <= OBJECT_PARTS_MAX; part++)
		next[part + 1] += next[part];
	g->later = xcalloc(g->nlater, sizeof(*g->later));
	for (i = 0; i < list->n; i++) {
		part = install_object_part(&list->v[g->v[i]]);
		if (part > 1)
			g->later[next[part]++] = g->v[i];
	}
	free(next);
}

struct object_groups
object_list_group(const struct object_list *list, size_t nclasses)
{
	struct object_groups g = {.v = xcalloc(list->n, sizeof(*g.v)),
	    .start = xcalloc(nclasses + 1, sizeof(*g.start)),
	    .last = xcalloc(nclasses, sizeof(*g.last))};
	unsigned part;
	size_t i;

	sort_by_class(&g, list, nclasses);
	sort_by_part(&g, list);
	for (i = 0; i < list->n; i++) {
		part = install_object_part(&list->v[i]);
		if (part > g.last[list->v[i].class])
			g.last[list->v[i].class] = part;
	}
	return g;
}

void
object_groups_free(struct object_groups *g)
{
	free(g->v);
	free(g->start);
	free(g->last);
	free(g->later);
}

unsigned
object_list_last_part(const struct object_list *list)
{
	unsigned last = 1;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->v[i].object.part > last)
			last = list->v[i].object.part;
	return last;
}

void
object_list_free(struct object_list *list)
{
	clear_list(list);
	free(list->v);
	string_pool_free(&list->pool);
}

/*
 * Keeps what the check has filled in, unless the database could not
 * hold it; the object then stays as it was.
 */
static enum verify_result
keep_learnt(struct install_object *obj, const struct object *o,
    enum verify_result result, struct buf *why)
{
	if (object_validate(o, why)) {
		obj->object = *o;
		return result;
	}
	buf_char(why, '\n');
	if (o->target != obj->object.target)
		free(o->target);
	return VERIFY_FAILED;
}

enum verify_result
install_object_check_attributes(const struct target *t,
    struct install_object *obj, enum remedy remedy, struct buf *why)
{
	struct object o = obj->object;
	char *below_root = NULL;
	enum verify_result result;

	/* an absolute target of a hard link lies below the root as well */
	if (o.ftype == 'l' && o.target[0] == '/')
		o.target = below_root = target_path(t, o.target);
	result = object_check_attributes(t, &o, obj->path, remedy, why);
	if (below_root != NULL)
		o.target = obj->object.target;
	free(below_root);
	return keep_learnt(obj, &o, result, why);
}

enum verify_result
install_object_check_contents(
    struct install_object *obj, enum remedy remedy, struct buf *why)
{
	struct object o = obj->object;
	enum verify_result result = object_check_contents(
	    &o, obj->path, remedy, why);

	return keep_learnt(obj, &o, result, why);
}
