/*
 * Follows pkgdbmerg.c of libinst point by point; the names in parentheses are
 * its functions.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/merge.h"

/* Types between which an ftype may change and the object stays the same. */
static int
type_group(char ftype)
{
	static const char *const groups[] = {
	    "fev", "s", "l", "dx", "c", "b", "p"};
	int i;

	for (i = 0; i < (int)(sizeof(groups) / sizeof(groups[0])); i++)
		if (strchr(groups[i], ftype) != NULL)
			return i;
	return -1;
}

/* Compares the object on disk with the pkgmap entry (set_change). */
static void
compare_disk(const struct merge *m, struct install_object *obj)
{
	struct buf why = BUF_INIT;
	enum verify_result v;

	if (ftype_has_contents(obj->object.ftype)) {
		if (install_object_check_contents(obj, REMEDY_NONE, &why) !=
		    VERIFY_OK)
			obj->needs.contents = true;
		else if (!obj->needs.contents && !obj->needs.attributes &&
		    install_object_check_attributes(
			m->ctx->target, obj, REMEDY_NONE, &why) != VERIFY_OK)
			obj->needs.attributes = true;
	} else if (!obj->needs.attributes) {
		v = install_object_check_attributes(
		    m->ctx->target, obj, REMEDY_NONE, &why);
		if (v == VERIFY_ATTRIBUTES)
			obj->needs.attributes = true;
		else if (ftype_has_target(obj->object.ftype)
			? v == VERIFY_MISSING
			: v != VERIFY_OK && v != VERIFY_MISSING)
			obj->needs.contents = true;
	}
	buf_free(&why);
}

/* The object becomes what the database says; only its class stays. */
static void
copy_entry(
    const struct merge *m, struct install_object *obj, const struct entry *e)
{
	struct object o = e->object;

	o.owner = string_pool_add(&m->objects->pool, o.owner);
	o.group = string_pool_add(&m->objects->pool, o.group);
	o.path = obj->object.path;
	o.class = obj->object.class;
	o.part = obj->object.part;
	free(obj->object.target);
	o.target = o.target == NULL ? NULL : xstrdup(o.target);
	obj->object = o;
}

static void
merge_target(struct install_object *obj, const struct entry *e)
{
	struct object *o = &obj->object;

	if (e->object.target == NULL || o->target == NULL ||
	    strcmp(o->target, e->object.target) == 0)
		return;
	if (strcmp(o->target, "?") == 0) {
		free(o->target);
		o->target = xstrdup(e->object.target);
	} else
		obj->needs.contents = true;
}

static void
merge_device(struct install_object *obj, const struct object *old)
{
	struct object *o = &obj->object;

	if (o->major == OBJECT_UNKNOWN)
		o->major = old->major;
	if (o->minor == OBJECT_UNKNOWN)
		o->minor = old->minor;
	if (o->major != old->major || o->minor != old->minor)
		obj->needs.contents = true;
}

static void
merge_name(const struct merge *m, struct install_object *obj, const char **name,
    const char *old)
{
	if (old == NULL)
		old = "?";
	if (*name == NULL || strcmp(*name, "?") == 0)
		*name = string_pool_add(&m->objects->pool, old);
	else if (strcmp(*name, old) != 0)
		obj->needs.attributes = true;
}

static void
merge_attributes(
    const struct merge *m, struct install_object *obj, const struct object *old)
{
	struct object *o = &obj->object;

	if (o->mode == OBJECT_UNKNOWN)
		o->mode = old->mode;
	else if (o->mode != old->mode)
		obj->needs.attributes = true;
	merge_name(m, obj, &o->owner, old->owner);
	merge_name(m, obj, &o->group, old->group);
}

/*
 * Compares the database entry with the pkgmap entry, which takes from it what
 * it leaves open (merg).
 */
static void
compare_entry(
    const struct merge *m, struct install_object *obj, const struct entry *e)
{
	const struct object *old = &e->object;
	struct object *o = &obj->object;

	if (ftype_has_target(o->ftype)) {
		merge_target(obj, e);
		return;
	}
	if (o->ftype == 'e')
		obj->needs.contents = true;
	else if (ftype_has_contents(o->ftype)) {
		if (o->size != old->size || o->mtime != old->mtime ||
		    o->sum != old->sum)
			obj->needs.contents = true;
	} else if (ftype_is_device(o->ftype))
		merge_device(obj, old);
	merge_attributes(m, obj, old);
}

enum type_change {
	TYPE_SAME,    /* or changed in a way that the merge can handle */
	TYPE_KEPT,    /* the type of the database stays */
	TYPE_REPLACES /* a directory has to be removed first */
};

/* Compares the object type with that of the database (typechg). */
static enum type_change
compare_types(
    const struct merge *m, struct install_object *obj, struct entry *e)
{
	char old = e->object.ftype, new = obj->object.ftype;

	if (old == new || old == '?' || new == '?')
		return TYPE_SAME;
	if (new == 'x' && old == 'd') {
		log_error(m->ctx,
		    "%s is a directory already and cannot become an "
		    "exclusive one",
		    obj->object.path);
		return TYPE_KEPT;
	}
	if (type_group(old) == type_group(new))
		return TYPE_SAME;
	log_error(
	    m->ctx, "%s is no longer a %s", obj->object.path, ftype_name(old));
	if (ftype_is_directory(old)) {
		obj->directory = DIRECTORY_BLOCKS;
		return TYPE_REPLACES;
	}
	obj->needs.contents = true;
	return TYPE_SAME;
}

/* The status of the instance as an owner until the object is installed. */
static char
owner_status(const struct merge *m, const struct install_object *obj)
{
	if (m->pending)
		return obj->needs.contents || obj->needs.attributes ||
			obj->use != PATH_FREE
		    ? OWNER_PENDING
		    : OWNER_OK;
	if (m->classes->v[obj->class].quick_check)
		return OWNER_OK;
	if (obj->needs.contents)
		return OWNER_CONFIRM;
	return obj->needs.attributes ? OWNER_ATTRIBUTES : OWNER_OK;
}

/* The entry keeps everything but its class (svr4-packaging 6.7). */
static void
keep_entry(const struct merge *m, struct install_object *obj, struct entry *e)
{
	compare_disk(m, obj);
	copy_entry(m, obj, e);
	entry_set_object(m->db, e, &obj->object);
}

static void
update_entry(const struct merge *m, struct install_object *obj, struct entry *e)
{
	struct object o = obj->object;

	entry_change_class(m->db, e, m->ctx->instance, obj->object.class);
	o.class = e->object.class;
	entry_set_object(m->db, e, &o);
}

/* Merges an object whose path is in the database (do_like_ent). */
static void
merge_with_entry(
    const struct merge *m, struct install_object *obj, struct entry *e)
{
	struct owner *owner;

	(void)entry_add_owner(m->db, e, m->ctx->instance, OWNER_OK);
	if (entry_is_shared(e, m->ctx->instance))
		obj->use = PATH_SHARED;
	if (m->pending && obj->object.ftype == '?')
		obj->object.ftype = e->object.ftype;
	if (m->policy.keep_conflicts && obj->use != PATH_FREE &&
	    obj->object.ftype != 'e') {
		keep_entry(m, obj, e);
		return;
	}
	switch (compare_types(m, obj, e)) {
	case TYPE_REPLACES: obj->needs.contents = true; return;
	case TYPE_KEPT:
		/* all owners get the class of this package */
		copy_entry(m, obj, e);
		entry_set_object(m->db, e, &obj->object);
		break;
	case TYPE_SAME: compare_entry(m, obj, e); break;
	}
	if (!obj->needs.contents)
		compare_disk(m, obj);
	update_entry(m, obj, e);
	owner = entry_owner(e, m->ctx->instance);
	if (owner->status != OWNER_SERVED)
		owner->status = owner_status(m, obj);
}

/* For a mode left open; only `d` counts as a directory, `x` does not. */
static void
set_default_mode(const struct merge *m, struct install_object *obj)
{
	struct object *o = &obj->object;

	if (!ftype_has_mode(o->ftype) || o->mode != OBJECT_UNKNOWN)
		return;
	o->mode = o->ftype == 'd' ? 0755 : 0644;
	log_error(m->ctx, "%s gets the mode %04o", o->path, (unsigned)o->mode);
}

/* Merges an object whose path no package owns yet (do_new_ent). */
static void
merge_new(const struct merge *m, struct install_object *obj)
{
	char status = OWNER_CONFIRM;
	struct entry *e;

	if (!obj->parent_was_link && access(obj->path, F_OK) == 0) {
		obj->use = PATH_UNOWNED;
		compare_disk(m, obj);
	} else
		obj->needs.contents = obj->needs.attributes = true;
	if (!m->pending)
		set_default_mode(m, obj);
	if (m->policy.keep_conflicts && obj->use != PATH_FREE)
		return;
	e = contents_add(m->db, &obj->object);
	if (m->pending)
		status = OWNER_PENDING;
	else if (m->classes->v[obj->class].quick_check)
		status = OWNER_OK;
	(void)entry_add_owner(m->db, e, m->ctx->instance, status);
}

/*
 * A symbolic link of the database becomes a directory: what is found below it
 * now is reached through the link, and does not lie in the directory.
 */
static void
mark_objects_below(const struct object_list *list, size_t i)
{
	const char *dir = list->v[i].object.path;
	size_t len = strlen(dir);

	while (++i < list->n && strncmp(list->v[i].object.path, dir, len) == 0)
		list->v[i].parent_was_link = true;
}

static bool
entry_sets_id(const struct entry *e)
{
	return ftype_has_contents(e->object.ftype) &&
	    e->object.mode != OBJECT_UNKNOWN && (e->object.mode & 06000) != 0;
}

void
merge_with_database(const struct merge *m)
{
	struct install_object *obj;
	struct entry *e;
	size_t i;

	for (i = 0; i < m->objects->n; i++) {
		obj = &m->objects->v[i];
		if (m->policy.drop_set_id && obj->set_id.now)
			obj->object.mode &= ~06000;
		e = contents_find(m->db, obj->object.path);
		if (e == NULL) {
			merge_new(m, obj);
			continue;
		}
		obj->set_id.before = entry_sets_id(e);
		if (e->object.ftype == 's' && obj->object.ftype == 'd')
			mark_objects_below(m->objects, i);
		merge_with_entry(m, obj, e);
	}
	contents_sort(m->db);
}
