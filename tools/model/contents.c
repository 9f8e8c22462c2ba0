#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "model/contents.h"

struct contents *
contents_new(void)
{
	return xcalloc(1, sizeof(struct contents));
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->object.path,
	    ((const struct entry *)b)->object.path);
}

struct entry *
contents_find(const struct contents *c, const char *path)
{
	struct entry key = {.object = {.path = (char *)(uintptr_t)path}};

	if (c->sorted == 0)
		return NULL;
	return bsearch(&key, c->v, c->sorted, sizeof(*c->v), compare_paths);
}

void
entry_set_object(struct contents *c, struct entry *e, const struct object *o)
{
	char *path = e->object.path;
	char *target = o->target == NULL ? NULL : xstrdup(o->target);

	free(e->object.target);
	e->object = *o;
	e->object.path = path;
	e->object.target = target;
	e->object.source = NULL;
	e->object.class = string_pool_add(&c->pool, o->class);
	e->object.owner = string_pool_add(&c->pool, o->owner);
	e->object.group = string_pool_add(&c->pool, o->group);
}

struct entry *
contents_add(struct contents *c, const struct object *o)
{
	struct entry *e;

	c->v = array_room(c->v, c->n, &c->size, sizeof(*c->v));
	e = &c->v[c->n++];
	*e = (struct entry){.owners = NULL};
	e->object.path = o->path == NULL ? NULL : xstrdup(o->path);
	entry_set_object(c, e, o);
	return e;
}

static void
clear_entry(struct entry *e)
{
	free(e->owners);
	object_clear(&e->object);
}

void
contents_sort(struct contents *c)
{
	bool sorted = true;
	size_t i, kept = 0;

	for (i = 0; i < c->n; i++) {
		if (c->v[i].nowners == 0) {
			clear_entry(&c->v[i]);
			continue;
		}
		c->v[kept] = c->v[i];
		if (kept > 0 && compare_paths(&c->v[kept - 1], &c->v[kept]) > 0)
			sorted = false;
		kept++;
	}
	c->n = c->sorted = kept;
	if (!sorted)
		qsort(c->v, c->n, sizeof(*c->v), compare_paths);
}

struct owner *
entry_owner(const struct entry *e, const char *instance)
{
	size_t i;

	for (i = 0; i < e->nowners; i++)
		if (strcmp(e->owners[i].instance, instance) == 0)
			return &e->owners[i];
	return NULL;
}

bool
entry_is_shared(const struct entry *e, const char *instance)
{
	return e->nowners > (entry_owner(e, instance) == NULL ? 0u : 1u);
}

/* Removes an owner from the list and returns it. */
static struct owner
remove_owner(struct entry *e, struct owner *o)
{
	struct owner removed = *o;

	memmove(
	    o, o + 1, (size_t)(&e->owners[e->nowners] - (o + 1)) * sizeof(*o));
	e->nowners--;
	return removed;
}

struct owner *
entry_add_owner(
    struct contents *c, struct entry *e, const char *instance, char status)
{
	struct owner *o = entry_owner(e, instance);
	struct owner new = {.instance = NULL};

	if (o != NULL)
		new = remove_owner(e, o);
	else
		new.instance = string_pool_add(&c->instances, instance);
	if (e->nowners == 0 && new.class != NULL)
		e->object.class = new.class;
	if (new.status != OWNER_SERVED)
		new.status = status;
	e->owners = array_append_room(
	    e->owners, e->nowners, sizeof(*e->owners));
	e->owners[e->nowners] = new;
	return &e->owners[e->nowners++];
}

void
entry_remove_owner(struct entry *e, const char *instance)
{
	struct owner *o = entry_owner(e, instance);

	if (o != NULL)
		(void)remove_owner(e, o);
}

/* How many owners name the class in their token. */
static size_t
count_class(const struct entry *e, const char *class)
{
	size_t i, n = 0;

	for (i = 0; i < e->nowners; i++)
		if (e->owners[i].class != NULL &&
		    strcmp(e->owners[i].class, class) == 0)
			n++;
	return n;
}

/*
 * The class of the entry changes unless more owners name the old class in
 * their token than have the new one (chgclass in libinst).
 */
void
entry_change_class(struct contents *c, struct entry *e, const char *instance,
    const char *class)
{
	const char *old = e->object.class;
	size_t i;

	if (strcmp(old, class) == 0 || strcmp(old, "?") == 0)
		return;
	class = string_pool_add(&c->pool, class);
	entry_owner(e, instance)->class = class;
	if (1 + count_class(e, class) <= count_class(e, old))
		return;
	for (i = 0; i < e->nowners; i++) {
		if (e->owners[i].class == NULL)
			e->owners[i].class = old;
		else if (strcmp(e->owners[i].class, class) == 0)
			e->owners[i].class = NULL;
	}
	e->object.class = class;
}

const char *
entry_class(const struct entry *e, const struct owner *o)
{
	return o->class != NULL ? o->class : e->object.class;
}

void
entry_print(const struct entry *e, struct buf *out)
{
	const struct object *o = &e->object;
	size_t i;

	buf_str(out, o->path);
	if (o->target != NULL)
		buf_printf(out, "=%s", o->target);
	buf_printf(out, " %c %s", o->ftype, o->class == NULL ? "?" : o->class);
	object_print_attributes(o, out);
	for (i = 0; i < e->nowners; i++) {
		buf_char(out, ' ');
		if (e->owners[i].status != OWNER_OK)
			buf_char(out, e->owners[i].status);
		buf_str(out, e->owners[i].instance);
		if (e->owners[i].not_counted)
			buf_char(out, '\\');
		if (e->owners[i].class != NULL)
			buf_printf(out, ":%s", e->owners[i].class);
	}
	buf_char(out, '\n');
}

void
contents_print(const struct contents *c, const char *tool, const char *instance,
    const char *date, struct buf *out)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->v[i].nowners > 0)
			entry_print(&c->v[i], out);
	buf_str(out, buf_text(&c->comments));
	buf_printf(out, "# Last modified by %s for %s package\n# %s\n", tool,
	    instance, date);
}

void
contents_free(struct contents *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->n; i++)
		clear_entry(&c->v[i]);
	free(c->v);
	string_pool_free(&c->pool);
	string_pool_free(&c->instances);
	buf_free(&c->comments);
	free(c);
}
