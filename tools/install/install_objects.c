#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "install/install_objects.h"
#include "install/pkgdir.h"
#include "os/dirlist.h"
#include "os/file_ops.h"
#include "os/interrupt.h"
#include "run/script.h"

/* The objects of one class in one part. */
struct batch {
	struct installation *in;
	struct context *ctx; /* that of in */
	struct class *class;
	size_t index; /* of the class */
	unsigned part;
	bool is_last;                  /* no later part has objects of it */
	struct buf list;               /* standard input of i.CLASS */
	struct install_object **given; /* the objects of the list */
	size_t ngiven, size;
};

static enum verify_result
check_attributes(const struct batch *b, struct install_object *obj,
    enum remedy remedy, struct buf *why)
{
	return install_object_check_attributes(
	    b->ctx->target, obj, remedy, why);
}

/* One that cannot be read counts as such. */
static bool
is_populated(const char *path)
{
	DIR *dir = opendir(path);
	bool found = dir == NULL || directory_next(dir) != NULL || errno != 0;

	if (dir != NULL)
		closedir(dir);
	return found;
}

/*
 * Removes the directory in the place of an object; one that is not empty stays
 * with a warning.  0, or the exit code.
 */
static int
remove_blocking_directory(struct batch *b, struct install_object *obj)
{
	if (is_populated(obj->path)) {
		log_error(b->ctx,
		    "%s is a directory that is not empty and stays", obj->path);
		b->ctx->notes.warned = true;
		obj->directory = DIRECTORY_STAYS;
		return 0;
	}
	if (rmdir(obj->path) == 0) {
		obj->directory = DIRECTORY_REMOVED;
		b->in->directory_removed = true;
		return 0;
	}
	log_error(
	    b->ctx, "%s cannot be removed: %s", obj->path, strerror(errno));
	return EXIT_INTERNAL;
}

/* Makes a directory, symbolic link, device or pipe. */
static void
make_without_contents(struct batch *b, struct install_object *obj)
{
	struct buf why = BUF_INIT;

	if (check_attributes(b, obj, REMEDY_FIX, &why) == VERIFY_OK)
		obj->needs.contents = obj->needs.attributes = false;
	else {
		object_log_add(
		    &b->ctx->objects, OBJECT_NOT_MADE, obj->path, &why);
		b->ctx->notes.warned = true;
	}
	buf_free(&why);
}

/* Is the file of the package what the pkgmap says?  Else a warning. */
static bool
source_is_sound(struct batch *b, const struct install_object *obj)
{
	struct object o = obj->object;
	struct buf why = BUF_INIT;
	bool ok = true;

	if (o.mtime != OBJECT_UNKNOWN &&
	    object_check_contents(&o, obj->source, REMEDY_NONE, &why) !=
		VERIFY_OK) {
		object_log_add(
		    &b->ctx->objects, OBJECT_CORRUPT, obj->source, &why);
		b->ctx->notes.warned = true;
		ok = false;
	}
	buf_free(&why);
	return ok;
}

/* A line `SOURCE PATH` for the class action script. */
static void
add_to_list(struct batch *b, struct install_object *obj)
{
	if (b->class->relative) {
		if (b->ngiven == 0)
			buf_printf(&b->list, "%s\n", b->in->source.dir);
		buf_printf(&b->list, "%s\n", obj->map_path);
	} else
		buf_printf(&b->list, "%s %s\n",
		    obj->source == NULL ? "/dev/null" : obj->source, obj->path);
	b->given = array_room(
	    b->given, b->ngiven, &b->size, sizeof(struct install_object *));
	b->given[b->ngiven++] = obj;
}

/*
 * Checks and repairs an installed object: the attributes first, since setting
 * them would change the time (finalck in libinst).  compare: false takes over
 * size, sum and time, which a class action script may have changed.  Returns
 * how many of attributes and contents are wrong.
 */
static int
final_check(struct batch *b, struct install_object *obj, bool attributes,
    bool contents, bool compare)
{
	struct buf why = BUF_INIT;
	enum verify_result result;
	int wrong = 0;

	if (attributes || contents) {
		result = check_attributes(b, obj, REMEDY_FIX, &why);
		if (result != VERIFY_OK) {
			object_log_add(&b->ctx->objects, OBJECT_ATTRIBUTES,
			    obj->path, &why);
			wrong++;
		}
		if (result == VERIFY_MISSING)
			contents = false;
	}
	if (contents && ftype_has_contents(obj->object.ftype)) {
		buf_free(&why);
		why = BUF_INIT;
		if (!compare)
			obj->object.mtime = obj->object.size = obj->object.sum =
			    OBJECT_UNKNOWN;
		if (install_object_check_contents(obj, REMEDY_FIX, &why) !=
		    VERIFY_OK) {
			object_log_add(
			    &b->ctx->objects, OBJECT_CONTENTS, obj->path, &why);
			wrong++;
		}
	}
	buf_free(&why);
	if (wrong > 0)
		b->ctx->notes.warned = true;
	return wrong;
}

static void
copy_object(struct batch *b, struct install_object *obj)
{
	mode_t mode = obj->object.mode == OBJECT_UNKNOWN
	    ? 0644
	    : (mode_t)obj->object.mode;
	struct diag d = DIAG_INIT;

	log_info(b->ctx, "%s", obj->path);
	if (obj->source == NULL)
		return;
	if (!copy_file(obj->source, obj->path, mode, &d))
		b->ctx->notes.warned = true;
	else if (final_check(b, obj, true, true, true) == 0)
		obj->needs.contents = obj->needs.attributes = false;
	log_findings(b->ctx, &d);
}

static void
install_contents(struct batch *b, struct install_object *obj)
{
	char ftype = obj->object.ftype;
	bool edited = ftype == 'e' || ftype == 'v';

	if (obj->source != NULL && edited &&
	    strcmp(b->class->name, "none") != 0)
		spool_object(b->ctx, obj, obj->source);
	if (!b->class->no_source_check && obj->source != NULL &&
	    (b->class->script != NULL || ftype == 'e') &&
	    !source_is_sound(b, obj))
		return;
	if (b->class->script != NULL)
		add_to_list(b, obj);
	else
		copy_object(b, obj);
}

/* Installs one object of the batch, or lists it (domerg in pkginstall). */
static void
install_object(struct batch *b, struct install_object *obj)
{
	bool is_shared = obj->use != PATH_FREE;
	char ftype = obj->object.ftype;
	struct buf why = BUF_INIT;

	if (b->in->policy.keep_conflicts && is_shared && ftype != 'e') {
		if (obj->needs.contents || obj->needs.attributes)
			log_info(b->ctx, "%s is shared and stays as it is",
			    obj->path);
		return;
	}
	if (ftype == 'l') /* made by finish_object, when its target is there */
		return;
	if (!ftype_has_contents(ftype))
		make_without_contents(b, obj);
	if (obj->needs.contents ||
	    (is_shared && (ftype == 'e' || ftype == 'v')))
		install_contents(b, obj);
	else if (obj->needs.attributes) {
		log_info(b->ctx, "%s (attributes)", obj->path);
		if (check_attributes(b, obj, REMEDY_FIX, &why) == VERIFY_OK)
			obj->needs.attributes = false;
		buf_free(&why);
	}
}

static int
run_class_script(struct batch *b)
{
	struct context *ctx = b->ctx;
	char *name = xasprintf("i.%s", b->class->name);
	struct script s = {.name = name,
	    .path = b->class->script,
	    .arg = b->is_last ? "ENDOFCLASS" : NULL,
	    .input = INPUT_LIST,
	    .list = &b->list};
	struct buf why = BUF_INIT;
	int code = 0;
	size_t i;

	free(ctx->script_dir);
	ctx->script_dir = target_package(ctx->target, ctx->instance, "install");
	s.dir = ctx->script_dir;
	env_set(ctx->env, "TMPDIR", ctx->temp_dir);
	if (b->is_last || b->ngiven > 0)
		code = check_script_status(ctx, script_run(ctx, &s), name);
	for (i = 0; code == 0 && i < b->ngiven; i++)
		(void)install_object_check_contents(
		    b->given[i], REMEDY_FIX, &why);
	buf_free(&why);
	free(name);
	return code;
}

/* Checks an installed object and clears the mark of the instance. */
static int
finish_object(struct batch *b, struct install_object *obj)
{
	struct context *ctx = b->ctx;
	struct contents *db = b->in->db;
	struct entry *e = contents_find(db, obj->object.path);
	bool has_script = b->class->script != NULL;
	struct owner *owner;
	struct buf why = BUF_INIT;
	int wrong;

	if (e == NULL) {
		if (obj->use != PATH_FREE && b->in->policy.keep_conflicts)
			return 0;
		log_error(ctx, "%s is missing in the contents database",
		    obj->object.path);
		return EXIT_INTERNAL;
	}
	if (obj->directory == DIRECTORY_STAYS) {
		log_error(ctx, "%s could not be installed", obj->path);
		ctx->notes.warned = true;
		return 0;
	}
	if (obj->directory == DIRECTORY_REMOVED)
		entry_set_object(db, e, &obj->object);
	if (obj->object.ftype == 'l' &&
	    check_attributes(b, obj, REMEDY_NONE, &why) != VERIFY_OK)
		obj->needs.attributes = true;
	buf_free(&why);
	wrong = final_check(b, obj, obj->needs.attributes,
	    has_script || obj->needs.contents, !has_script);
	owner = entry_owner(e, ctx->instance);
	if (owner != NULL && owner->status != OWNER_SERVED)
		owner->status = wrong > 0 ? OWNER_MISSING : OWNER_OK;
	if (strchr("ev", obj->object.ftype) != NULL &&
	    strcmp(b->class->name, "none") == 0 && wrong == 0)
		spool_object(ctx, obj, obj->path);
	return 0;
}

static int
finish_class(struct batch *b)
{
	struct object_list *objects = &b->in->objects;
	int code = 0;
	size_t i;

	if (!load_database(b->ctx, &b->in->db))
		return EXIT_INTERNAL;
	log_info(b->ctx, "[ checking class <%s> ]", b->class->name);
	for (i = 0; i < objects->n && code == 0; i++)
		if (objects->v[i].class == b->index)
			code = finish_object(b, &objects->v[i]);
	if (code == 0 && !store_database(b->ctx, b->in->db))
		code = EXIT_INTERNAL;
	return code;
}

/* PKG_DST_QKVERIFY: checks attributes and types, and trusts the rest. */
static bool
check_quickly(struct batch *b)
{
	struct object_list *objects = &b->in->objects;
	struct buf why = BUF_INIT;
	struct install_object *obj;
	bool ok = true;
	size_t i;

	for (i = 0; i < objects->n; i++) {
		obj = &objects->v[i];
		if (obj->class != b->index || obj->object.ftype == 'e' ||
		    (obj->use != PATH_FREE && b->in->policy.keep_conflicts))
			continue;
		if (check_attributes(b, obj, REMEDY_FIX, &why) != VERIFY_OK)
			ok = false;
		else
			obj->needs.contents = obj->needs.attributes = false;
	}
	if (!ok)
		log_detail(b->ctx, &why);
	buf_free(&why);
	return ok;
}

static int
install_class_objects(struct batch *b)
{
	struct object_list *objects = &b->in->objects;
	unsigned part, last = 0;
	struct install_object *obj;
	int code = 0;
	size_t i;

	for (i = 0; i < objects->n && !is_interrupted() && code == 0; i++) {
		obj = &objects->v[i];
		if (obj->class != b->index)
			continue;
		if (obj->directory == DIRECTORY_BLOCKS)
			code = remove_blocking_directory(b, obj);
		if (code != 0 || obj->directory == DIRECTORY_STAYS)
			continue;
		part = obj->object.part == 0 ? 1 : obj->object.part;
		if (part > last)
			last = part;
		if (part == b->part)
			install_object(b, obj);
	}
	b->is_last = last == b->part;
	return is_interrupted() ? EXIT_INTERRUPTED : code;
}

static int
install_class(struct installation *in, size_t index, unsigned part)
{
	struct batch b = {.in = in,
	    .ctx = in->ctx,
	    .class = &in->classes.v[index],
	    .index = index,
	    .part = part,
	    .list = BUF_INIT};
	int code = install_class_objects(&b);

	if (code == 0 && b.class->script != NULL)
		code = run_class_script(&b);
	if (code == 0 && b.is_last) {
		if (!b.class->quick_check || in->directory_removed)
			code = finish_class(&b);
		else if (!check_quickly(&b) && b.class->script != NULL) {
			/* again, as if the class had no script */
			free(b.class->script);
			b.class->script = NULL;
			b.class->quick_check = false;
			code = install_class(in, index, part);
		}
	}
	free(b.given);
	buf_free(&b.list);
	return code;
}

static int
install_part(struct installation *in, unsigned part, unsigned last)
{
	size_t i;
	int code = 0;

	log_info(in->ctx, "## Installing part %u of %u.", part, last);
	for (i = 0; i < in->classes.n && code == 0; i++)
		code = install_class(in, i, part);
	return code;
}

int
install_parts(struct installation *in)
{
	unsigned part, last = object_list_last_part(&in->objects);
	int code = 0;

	for (part = 1; part <= last && code == 0; part++)
		code = install_part(in, part, last);
	if (code == 0)
		remove_class_scripts(in->ctx);
	return code;
}
