/*
 * The merge of a package with the contents database.  It decides what will be
 * laid down and handed to class scripts, so it follows pkgdbmerg.c of libinst
 * point by point; the rules are in svr4-packaging 6.6, 6.7 and 6.9.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/items.h"

/* The groups in which a change of ftype is no change of the object's type. */
static int
kind(char ftype)
{
	static const char *const kinds[] = {
	    "fev", "s", "l", "dx", "c", "b", "p"};
	int i;

	for (i = 0; i < (int)(sizeof(kinds) / sizeof(kinds[0])); i++)
		if (strchr(kinds[i], ftype) != NULL)
			return i;
	return -1;
}

/* What lies on disk against what the package says (set_change). */
static void
compare_disk(struct run *r, struct install_item *item)
{
	struct buf why = BUF_INIT;
	enum verify_result v;

	if (ftype_has_contents(item->object.ftype)) {
		if (item_check_contents(r, item, REMEDY_NONE, &why) !=
		    VERIFY_OK)
			item->new_contents = true;
		else if (!item->new_contents && !item->new_attributes &&
		    item_check_attributes(r, item, REMEDY_NONE, &why) !=
			VERIFY_OK)
			item->new_attributes = true;
	} else if (!item->new_attributes) {
		v = item_check_attributes(r, item, REMEDY_NONE, &why);
		if (v == VERIFY_ATTRIBUTES)
			item->new_attributes = true;
		else if (ftype_has_target(item->object.ftype)
			? v == VERIFY_MISSING
			: v != VERIFY_OK && v != VERIFY_MISSING)
			item->new_contents = true;
	}
	buf_free(&why);
}

/* The item becomes what the database says; only its class stays. */
static void
copy_entry(struct run *r, struct install_item *item, const struct entry *e)
{
	struct object o = e->object;

	o.owner = string_pool_add(&r->pool, o.owner);
	o.group = string_pool_add(&r->pool, o.group);
	o.path = item->object.path;
	o.class = item->object.class;
	o.part = item->object.part;
	free(item->object.target);
	o.target = o.target == NULL ? NULL : xstrdup(o.target);
	item->object = o;
}

static void
merge_target(struct install_item *item, const struct entry *e)
{
	struct object *o = &item->object;

	if (e->object.target == NULL || o->target == NULL ||
	    strcmp(o->target, e->object.target) == 0)
		return;
	if (strcmp(o->target, "?") == 0) {
		free(o->target);
		o->target = xstrdup(e->object.target);
	} else
		item->new_contents = true;
}

static void
merge_device(struct install_item *item, const struct object *old)
{
	struct object *o = &item->object;

	if (o->major == OBJECT_UNKNOWN)
		o->major = old->major;
	if (o->minor == OBJECT_UNKNOWN)
		o->minor = old->minor;
	if (o->major != old->major || o->minor != old->minor)
		item->new_contents = true;
}

static void
merge_name(struct run *r, struct install_item *item, const char **name,
    const char *old)
{
	if (old == NULL)
		old = "?";
	if (*name == NULL || strcmp(*name, "?") == 0)
		*name = string_pool_add(&r->pool, old);
	else if (strcmp(*name, old) != 0)
		item->new_attributes = true;
}

static void
merge_attributes(
    struct run *r, struct install_item *item, const struct object *old)
{
	struct object *o = &item->object;

	if (o->mode == OBJECT_UNKNOWN)
		o->mode = old->mode;
	else if (o->mode != old->mode)
		item->new_attributes = true;
	merge_name(r, item, &o->owner, old->owner);
	merge_name(r, item, &o->group, old->group);
}

/* What the database says against what the package says (merg). */
static void
compare_entry(struct run *r, struct install_item *item, const struct entry *e)
{
	const struct object *old = &e->object;
	struct object *o = &item->object;

	if (ftype_has_target(o->ftype)) {
		merge_target(item, e);
		return;
	}
	if (o->ftype == 'e')
		item->new_contents = true;
	else if (ftype_has_contents(o->ftype)) {
		if (o->size != old->size || o->mtime != old->mtime ||
		    o->sum != old->sum)
			item->new_contents = true;
	} else if (ftype_is_device(o->ftype))
		merge_device(item, old);
	merge_attributes(r, item, old);
}

enum change {
	CHANGE_NONE,    /* go on */
	CHANGE_IGNORED, /* the database's type stays */
	CHANGE_REPLACES /* a directory has to go first */
};

/* Another object type than the database has (typechg). */
static enum change
change_type(struct run *r, struct install_item *item, struct entry *e)
{
	char old = e->object.ftype, new = item->object.ftype;

	if (old == new || old == '?' || new == '?')
		return CHANGE_NONE;
	if (new == 'x' && old == 'd') {
		log_error(r,
		    "%s is a directory already and cannot become an "
		    "exclusive one",
		    item->object.path);
		return CHANGE_IGNORED;
	}
	if (kind(old) == kind(new))
		return CHANGE_NONE;
	log_error(
	    r, "%s is no longer a %s", item->object.path, ftype_name(old));
	if (ftype_is_directory(old)) {
		item->from_directory = item->replaces = true;
		return CHANGE_REPLACES;
	}
	item->new_contents = true;
	return CHANGE_NONE;
}

static char
mark(const struct run *r, const struct install_item *item)
{
	if (r->pending)
		return item->new_contents || item->new_attributes ||
			item->shared
		    ? OWNER_PENDING
		    : OWNER_OK;
	if (r->classes[item->class].quick_check)
		return OWNER_OK;
	if (item->new_contents)
		return OWNER_CONFIRM;
	return item->new_attributes ? OWNER_ATTRIBUTES : OWNER_OK;
}

/* The line keeps what it says, but for the class (svr4-packaging 6.7). */
static void
keep_entry(struct run *r, struct install_item *item, struct entry *e)
{
	compare_disk(r, item);
	copy_entry(r, item, e);
	entry_describe(r->db, e, &item->object);
}

static void
write_entry(struct run *r, struct install_item *item, struct entry *e)
{
	struct object o = item->object;

	entry_reclass(r->db, e, r->instance, item->object.class);
	o.class = e->object.class;
	entry_describe(r->db, e, &o);
}

/* A path that the database has (do_like_ent). */
static void
merge_known(struct run *r, struct install_item *item, struct entry *e)
{
	struct owner *owner = entry_own(r->db, e, r->instance, OWNER_OK);

	if (entry_is_shared(e, r->instance))
		item->shared = true;
	if (r->pending && item->object.ftype == '?')
		item->object.ftype = e->object.ftype;
	if (r->keep_conflicts && item->shared && item->object.ftype != 'e') {
		keep_entry(r, item, e);
		return;
	}
	switch (change_type(r, item, e)) {
	case CHANGE_REPLACES: item->new_contents = true; return;
	case CHANGE_IGNORED:
		/* the line gets the class, and nobody keeps the old one */
		copy_entry(r, item, e);
		entry_describe(r->db, e, &item->object);
		break;
	case CHANGE_NONE: compare_entry(r, item, e); break;
	}
	if (!item->new_contents)
		compare_disk(r, item);
	write_entry(r, item, e);
	owner = entry_owner(e, r->instance);
	if (owner->status != OWNER_SERVED)
		owner->status = mark(r, item);
}

/* A mode that nobody gives; only `d` counts as a directory here. */
static void
set_default_mode(struct run *r, struct install_item *item)
{
	struct object *o = &item->object;

	if (!ftype_has_mode(o->ftype) || o->mode != OBJECT_UNKNOWN)
		return;
	o->mode = o->ftype == 'd' ? 0755 : 0644;
	log_error(r, "%s gets the mode %04o", o->path, (unsigned)o->mode);
}

/* A path that nobody owns yet (do_new_ent). */
static void
merge_new(struct run *r, struct install_item *item)
{
	char status = OWNER_CONFIRM;
	struct entry *e;

	if (!item->safe_dir_link && access(item->path, F_OK) == 0) {
		item->shared = item->found = true;
		compare_disk(r, item);
	} else
		item->new_contents = item->new_attributes = true;
	if (!r->pending)
		set_default_mode(r, item);
	if (r->keep_conflicts && item->shared)
		return;
	e = contents_add(r->db, &item->object);
	if (r->pending)
		status = OWNER_PENDING;
	else if (r->classes[item->class].quick_check)
		status = OWNER_OK;
	(void)entry_own(r->db, e, r->instance, status);
}

/*
 * A symbolic link of the database becomes a directory: what lies below it now
 * is reached through the link and does not count.
 */
static void
mark_below(struct run *r, size_t i)
{
	const char *dir = r->items[i].object.path;
	size_t len = strlen(dir);

	while (
	    ++i < r->nitems && strncmp(r->items[i].object.path, dir, len) == 0)
		r->items[i].safe_dir_link = true;
}

void
items_merge(struct run *r)
{
	struct entry *e;
	size_t i;

	for (i = 0; i < r->nitems; i++) {
		if (r->drop_set_id && r->items[i].sets_id)
			r->items[i].object.mode &= ~06000;
		e = contents_find(r->db, r->items[i].object.path);
		if (e == NULL) {
			merge_new(r, &r->items[i]);
			continue;
		}
		r->items[i].set_id_before = ftype_has_contents(
						e->object.ftype) &&
		    e->object.mode != OBJECT_UNKNOWN &&
		    (e->object.mode & 06000) != 0;
		if (e->object.ftype == 's' && r->items[i].object.ftype == 'd')
			mark_below(r, i);
		merge_known(r, &r->items[i], e);
	}
	contents_sort(r->db);
}
