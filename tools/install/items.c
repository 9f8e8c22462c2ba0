#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "install/items.h"

/* A relative path lies below BASEDIR (eval_path in libinst). */
static char *
client_path(const struct run *r, const char *path)
{
	const char *base = r->basedir == NULL ? "/" : r->basedir;

	if (path[0] == '/')
		return xstrdup(path);
	return xasprintf(
	    "%s%s%s", base, strcmp(base, "/") == 0 ? "" : "/", path);
}

/* During the merge $BASEDIR in a path is the client's (sortmap). */
static char *
expand(const struct run *r, const char *path)
{
	char *out = env_expand(r->env, path, r->basedir);

	path_canonize(out);
	return out;
}

static char *
expand_target(const struct run *r, const struct object *o)
{
	char *out = env_expand(r->env, o->target, r->basedir);

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

static void
make_item(struct run *r, const struct object *o, size_t class)
{
	struct install_item *item = &r->items[r->nitems++];
	char *member;

	*item = (struct install_item){.object = *o, .class = class};
	item->map_path = expand(r, o->path);
	item->object.path = client_path(r, item->map_path);
	item->object.target = ftype_has_target(o->ftype) ? expand_target(r, o)
							 : NULL;
	item->object.source = NULL;
	item->path = target_path(r->target, item->object.path);
	if (ftype_has_contents(o->ftype)) {
		member = pkgmap_member(r->map, o);
		item->source = xasprintf("%s/%s", r->source_dir, member);
		free(member);
	}
	item->sets_id = sets_id(o);
}

static int
compare_items(const void *a, const void *b)
{
	return strcmp(((const struct install_item *)a)->object.path,
	    ((const struct install_item *)b)->object.path);
}

/* Two directories of one path are one, if they agree (ckdup in libinst). */
static bool
merge_twins(struct object *a, const struct object *b)
{
	return ftype_is_directory(a->ftype) && ftype_is_directory(b->ftype) &&
	    object_merge_attributes(a, b);
}

static void
clear_item(struct install_item *item)
{
	object_clear(&item->object);
	free(item->path);
	free(item->source);
	free(item->map_path);
}

static bool
drop_twins(struct run *r)
{
	size_t i, kept = 0;
	bool ok = true;

	for (i = 0; i < r->nitems; i++) {
		if (kept > 0 &&
		    compare_items(&r->items[kept - 1], &r->items[i]) == 0) {
			if (!merge_twins(&r->items[kept - 1].object,
				&r->items[i].object)) {
				log_error(r, "%s stands twice in the pkgmap",
				    r->items[i].object.path);
				ok = false;
			}
			clear_item(&r->items[i]);
			continue;
		}
		r->items[kept++] = r->items[i];
	}
	r->nitems = kept;
	return ok;
}

bool
items_load(struct run *r)
{
	const struct objects *list = &r->map->objects;
	ssize_t class;
	size_t i;

	for (i = 0; i < r->nitems; i++)
		clear_item(&r->items[i]);
	free(r->items);
	r->items = xcalloc(list->n + 1, sizeof(*r->items));
	r->nitems = 0;
	for (i = 0; i < list->n; i++) {
		if (list->v[i].ftype == 'i')
			continue;
		class = class_index(r, list->v[i].class);
		if (class >= 0)
			make_item(r, &list->v[i], (size_t) class);
	}
	qsort(r->items, r->nitems, sizeof(*r->items), compare_items);
	return drop_twins(r);
}

/*
 * The object as it is reached from here: the target of a hard link gets the
 * alternate root in front.
 */
static struct object
reached(const struct run *r, const struct install_item *item)
{
	struct object o = item->object;

	if (o.ftype == 'l' && o.target[0] == '/')
		o.target = target_path(r->target, o.target);
	return o;
}

static void
take_back(struct install_item *item, const struct object *o)
{
	char *path = item->object.path, *target = item->object.target;

	if (o->target != target && target != NULL)
		free(o->target);
	else
		target = o->target;
	item->object = *o;
	item->object.path = path;
	item->object.target = target;
}

enum verify_result
item_check_attributes(struct run *r, struct install_item *item,
    enum remedy remedy, struct buf *why)
{
	struct object o = reached(r, item);
	enum verify_result v = object_check_attributes(
	    r->target, &o, item->path, remedy, why);

	take_back(item, &o);
	return v;
}

enum verify_result
item_check_contents(struct run *r, struct install_item *item,
    enum remedy remedy, struct buf *why)
{
	(void)r;
	return object_check_contents(&item->object, item->path, remedy, why);
}
