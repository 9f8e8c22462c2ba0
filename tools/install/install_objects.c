#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/install_objects.h"
#include "install/items.h"
#include "install/pkgdir.h"
#include "run/script.h"
#include "target/fs_ops.h"

/* One class of one part. */
struct batch {
	struct class *class;
	size_t index; /* of the class */
	unsigned part;
	bool last;       /* of the class's parts */
	struct buf list; /* for the class script */
	size_t listed;
	struct install_item **handed; /* items of the list */
};

unsigned
last_part(const struct run *r)
{
	unsigned last = 1;
	size_t i;

	for (i = 0; i < r->nitems; i++)
		if (r->items[i].object.part > last)
			last = r->items[i].object.part;
	return last;
}

static bool
is_populated(const char *path)
{
	struct dirent *e;
	bool found = false;
	DIR *dir = opendir(path);

	while (dir != NULL && !found && (e = readdir(dir)) != NULL)
		found = strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0;
	if (dir != NULL)
		closedir(dir);
	return found;
}

/*
 * The directory in whose place the object comes; when it is not empty it has
 * to stay, and the object is denied.  0 or the exit code.
 */
static int
clear_directory(struct run *r, struct install_item *item)
{
	if (is_populated(item->path)) {
		log_error(r, "%s is a directory that is not empty and stays",
		    item->path);
		r->notes.warned = true;
		item->denied = true;
		return 0;
	}
	item->from_directory = false;
	if (rmdir(item->path) == 0) {
		r->replaced = true;
		return 0;
	}
	log_error(r, "%s cannot be removed: %s", item->path, strerror(errno));
	return EXIT_INTERNAL;
}

/* Directories, symbolic links, devices and pipes are made at once. */
static void
make_item(struct run *r, struct install_item *item)
{
	struct buf why = BUF_INIT;

	if (item_check_attributes(r, item, REMEDY_FIX, &why) == VERIFY_OK)
		item->new_contents = item->new_attributes = false;
	else {
		log_error(r, "%s cannot be made", item->path);
		log_detail(r, &why);
		r->notes.warned = true;
	}
	buf_free(&why);
}

/* A file that is not what the pkgmap says is left out. */
static bool
source_is_sound(struct run *r, struct install_item *item)
{
	struct object o = item->object;
	struct buf why = BUF_INIT;
	bool ok = true;

	if (o.mtime != OBJECT_UNKNOWN &&
	    object_check_contents(&o, item->source, REMEDY_NONE, &why) !=
		VERIFY_OK) {
		log_error(r, "%s is corrupt", item->source);
		log_detail(r, &why);
		r->notes.warned = true;
		ok = false;
	}
	buf_free(&why);
	return ok;
}

static void
hand_over(struct run *r, struct batch *b, struct install_item *item)
{
	if (b->class->relative) {
		if (b->listed == 0)
			buf_printf(&b->list, "%s\n", r->source_dir);
		buf_printf(&b->list, "%s\n", item->map_path);
	} else
		buf_printf(&b->list, "%s %s\n",
		    item->source == NULL ? "/dev/null" : item->source,
		    item->path);
	b->handed = xreallocarray(
	    b->handed, b->listed + 1, sizeof(struct install_item *));
	b->handed[b->listed++] = item;
}

/*
 * Attributes first, then contents, since setting the first would change the
 * time.  How many of both are wrong (finalck in libinst).
 */
static int
final_check(struct run *r, struct install_item *item, bool attributes,
    bool contents, bool compare)
{
	struct buf why = BUF_INIT;
	enum verify_result v;
	int wrong = 0;

	if (attributes || contents) {
		v = item_check_attributes(r, item, REMEDY_FIX, &why);
		if (v != VERIFY_OK) {
			log_error(
			    r, "the attributes of %s are wrong", item->path);
			log_detail(r, &why);
			wrong++;
		}
		if (v == VERIFY_MISSING)
			contents = false;
	}
	if (contents && ftype_has_contents(item->object.ftype)) {
		buf_free(&why);
		why = BUF_INIT;
		if (!compare)
			item->object.mtime = item->object.size =
			    item->object.sum = OBJECT_UNKNOWN;
		if (item_check_contents(r, item, REMEDY_FIX, &why) !=
		    VERIFY_OK) {
			log_error(
			    r, "the contents of %s are wrong", item->path);
			log_detail(r, &why);
			wrong++;
		}
	}
	buf_free(&why);
	if (wrong > 0)
		r->notes.warned = true;
	return wrong;
}

static void
copy_item(struct run *r, struct install_item *item)
{
	mode_t mode = item->object.mode == OBJECT_UNKNOWN
	    ? 0644
	    : (mode_t)item->object.mode;
	struct diag d = DIAG_INIT;

	log_info(r, "%s", item->path);
	if (item->source == NULL)
		return;
	if (!copy_file(item->source, item->path, mode, &d))
		r->notes.warned = true;
	else if (final_check(r, item, true, true, true) == 0)
		item->new_contents = item->new_attributes = false;
	log_findings(r, &d);
}

static void
install_contents(struct run *r, struct batch *b, struct install_item *item)
{
	char ftype = item->object.ftype;
	bool edited = ftype == 'e' || ftype == 'v';

	if (item->source != NULL && edited &&
	    strcmp(b->class->name, "none") != 0)
		spool_item(r, item, item->source);
	if (!b->class->no_source_check && item->source != NULL &&
	    (b->class->script != NULL || ftype == 'e') &&
	    !source_is_sound(r, item))
		return;
	if (b->class->script != NULL)
		hand_over(r, b, item);
	else
		copy_item(r, item);
}

/* One object of the batch (domerg in pkginstall). */
static void
install_object(struct run *r, struct batch *b, struct install_item *item)
{
	char ftype = item->object.ftype;
	struct buf why = BUF_INIT;

	if (r->keep_conflicts && item->shared && ftype != 'e') {
		if (item->new_contents || item->new_attributes)
			log_info(
			    r, "%s is shared and stays as it is", item->path);
		return;
	}
	if (ftype == 'l') /* at the end of the class */
		return;
	if (!ftype_has_contents(ftype))
		make_item(r, item);
	if (item->new_contents ||
	    (item->shared && (ftype == 'e' || ftype == 'v')))
		install_contents(r, b, item);
	else if (item->new_attributes) {
		log_info(r, "%s (attributes)", item->path);
		if (item_check_attributes(r, item, REMEDY_FIX, &why) ==
		    VERIFY_OK)
			item->new_attributes = false;
		buf_free(&why);
	}
}

static int
run_class_script(struct run *r, struct batch *b)
{
	char *name = xasprintf("i.%s", b->class->name);
	struct script s = {.name = name,
	    .path = b->class->script,
	    .arg = b->last ? "ENDOFCLASS" : NULL,
	    .input = INPUT_LIST,
	    .list = &b->list};
	struct buf why = BUF_INIT;
	int code = 0;
	size_t i;

	free(r->script_dir);
	r->script_dir = target_package(r->target, r->instance, "install");
	s.dir = r->script_dir;
	env_set(r->env, "TMPDIR", r->temp);
	if (b->last || b->listed > 0)
		code = check_script_status(r, script_run(r, &s), name);
	for (i = 0; code == 0 && i < b->listed; i++)
		(void)item_check_contents(r, b->handed[i], REMEDY_FIX, &why);
	buf_free(&why);
	free(name);
	return code;
}

/* The mark of the instance in the database is settled. */
static int
finish_item(struct run *r, struct batch *b, struct install_item *item)
{
	struct entry *e = contents_find(r->db, item->object.path);
	struct owner *owner;
	struct buf why = BUF_INIT;
	int wrong;

	if (e == NULL) {
		if (item->shared && r->keep_conflicts)
			return 0;
		log_error(r, "%s is missing in the contents database",
		    item->object.path);
		return EXIT_INTERNAL;
	}
	if (item->denied) {
		log_error(r, "%s could not be installed", item->path);
		r->notes.warned = true;
		return 0;
	}
	if (item->replaces)
		entry_describe(r->db, e, &item->object);
	if (item->object.ftype == 'l' &&
	    item_check_attributes(r, item, REMEDY_NONE, &why) != VERIFY_OK)
		item->new_attributes = true;
	buf_free(&why);
	wrong = final_check(r, item, item->new_attributes,
	    b->class->script != NULL || item->new_contents,
	    b->class->script == NULL);
	owner = entry_owner(e, r->instance);
	if (owner != NULL && owner->status != OWNER_SERVED)
		owner->status = wrong > 0 ? OWNER_MISSING : OWNER_OK;
	if (strchr("ev", item->object.ftype) != NULL &&
	    strcmp(b->class->name, "none") == 0 && wrong == 0)
		spool_item(r, item, item->path);
	return 0;
}

static int
finish_class(struct run *r, struct batch *b)
{
	int code = 0;
	size_t i;

	if (!run_load_database(r))
		return EXIT_INTERNAL;
	log_info(r, "[ checking class <%s> ]", b->class->name);
	for (i = 0; i < r->nitems && code == 0; i++)
		if (r->items[i].class == b->index)
			code = finish_item(r, b, &r->items[i]);
	if (code == 0 && !run_store_database(r, "pkgadd"))
		code = EXIT_INTERNAL;
	return code;
}

/* PKG_DST_QKVERIFY: nothing but attributes and sizes; the rest is trusted. */
static bool
check_quickly(struct run *r, struct batch *b)
{
	struct buf why = BUF_INIT;
	struct install_item *item;
	bool ok = true;
	size_t i;

	for (i = 0; i < r->nitems; i++) {
		item = &r->items[i];
		if (item->class != b->index || item->object.ftype == 'e' ||
		    (item->shared && r->keep_conflicts))
			continue;
		if (item_check_attributes(r, item, REMEDY_FIX, &why) !=
		    VERIFY_OK)
			ok = false;
		else
			item->new_contents = item->new_attributes = false;
	}
	if (!ok)
		log_detail(r, &why);
	buf_free(&why);
	return ok;
}

static int
install_class_objects(struct run *r, struct batch *b)
{
	unsigned part, last = 0;
	struct install_item *item;
	int code = 0;
	size_t i;

	for (i = 0; i < r->nitems && !is_interrupted() && code == 0; i++) {
		item = &r->items[i];
		if (item->class != b->index)
			continue;
		if (item->from_directory)
			code = clear_directory(r, item);
		if (code != 0 || item->denied)
			continue;
		part = item->object.part == 0 ? 1 : item->object.part;
		if (part > last)
			last = part;
		if (part == b->part)
			install_object(r, b, item);
	}
	b->last = last == b->part;
	return is_interrupted() ? EXIT_INTERRUPTED : code;
}

static int
install_class(struct run *r, size_t index, unsigned part)
{
	struct batch b = {.class = &r->classes[index],
	    .index = index,
	    .part = part,
	    .list = BUF_INIT};
	int code = install_class_objects(r, &b);

	if (code == 0 && b.class->script != NULL)
		code = run_class_script(r, &b);
	if (code == 0 && b.last) {
		if (!b.class->quick_check || r->replaced)
			code = finish_class(r, &b);
		else if (!check_quickly(r, &b) && b.class->script != NULL) {
			/* once more, as if the class had no script */
			free(b.class->script);
			b.class->script = NULL;
			b.class->quick_check = false;
			code = install_class(r, index, part);
		}
	}
	free(b.handed);
	buf_free(&b.list);
	return code;
}

int
install_part(struct run *r, unsigned part)
{
	size_t i;
	int code = 0;

	log_info(r, "## Installing part %u of %u.", part, last_part(r));
	for (i = 0; i < r->nclasses && code == 0; i++)
		code = install_class(r, i, part);
	return code;
}
