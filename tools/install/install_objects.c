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
	const size_t *objects; /* those to look at, as indices */
	size_t nobjects;
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

/* Stores the database if it has changed; false after a message. */
static bool
store_changes(struct installation *in)
{
	bool ok = !in->db_is_changed || store_database(in->ctx, in->db);

	in->db_is_changed = false;
	return ok;
}

/* Reads the database if a script may have changed it. */
static bool
load_changes(struct installation *in)
{
	if (!in->db_is_current)
		in->db_is_current = load_database(in->ctx, &in->db);
	return in->db_is_current;
}

/* The script may change the database, with installf. */
static int
run_script(struct installation *in, const struct script *s)
{
	if (!store_changes(in))
		return EXIT_INTERNAL;
	in->db_is_current = false;
	return check_script_status(in->ctx, script_run(in->ctx, s), s->name);
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
		code = run_script(b->in, &s);
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

/* An object of the class, from 0; NULL behind the last one. */
static struct install_object *
class_object(const struct batch *b, size_t i)
{
	const struct object_groups *g = &b->in->groups;

	i += g->start[b->index];
	return i < g->start[b->index + 1] ? &b->in->objects.v[g->v[i]] : NULL;
}

static int
finish_class(struct batch *b)
{
	struct install_object *obj;
	int code = 0;
	size_t i;

	if (!load_changes(b->in))
		return EXIT_INTERNAL;
	log_info(b->ctx, "[ checking class <%s> ]", b->class->name);
	for (i = 0; code == 0 && (obj = class_object(b, i)) != NULL; i++)
		code = finish_object(b, obj);
	if (code == 0)
		b->in->db_is_changed = true;
	return code;
}

/* PKG_DST_QKVERIFY: checks attributes and types, and trusts the rest. */
static bool
check_quickly(struct batch *b)
{
	struct buf why = BUF_INIT;
	struct install_object *obj;
	bool ok = true;
	size_t i;

	for (i = 0; (obj = class_object(b, i)) != NULL; i++) {
		if (obj->object.ftype == 'e' ||
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
	struct install_object *obj;
	int code = 0;
	size_t i;

	for (i = 0; i < b->nobjects && !is_interrupted() && code == 0; i++) {
		obj = &b->in->objects.v[b->objects[i]];
		if (obj->directory == DIRECTORY_BLOCKS)
			code = remove_blocking_directory(b, obj);
		if (code != 0 || obj->directory == DIRECTORY_STAYS)
			continue;
		if (install_object_part(obj) == b->part)
			install_object(b, obj);
	}
	return is_interrupted() ? EXIT_INTERRUPTED : code;
}

/* Looks at n objects of one class, of which some lie in the part. */
static int
install_class(struct installation *in, size_t index, unsigned part,
    const size_t *objects, size_t n)
{
	struct batch b = {.in = in,
	    .ctx = in->ctx,
	    .class = &in->classes.v[index],
	    .index = index,
	    .part = part,
	    .objects = objects,
	    .nobjects = n,
	    .is_last = in->groups.last[index] == part,
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
			code = install_class(in, index, part, objects, n);
		}
	}
	free(b.given);
	buf_free(&b.list);
	return code;
}

/* Part 1: directories in the place of any object go, too. */
static int
install_first_part(struct installation *in)
{
	const struct object_groups *g = &in->groups;
	size_t i;
	int code = 0;

	for (i = 0; i < in->classes.n && code == 0; i++)
		code = install_class(in, i, 1, g->v + g->start[i],
		    g->start[i + 1] - g->start[i]);
	return code;
}

/* A later part, whose objects begin at *next, which moves behind them. */
static int
install_later_part(struct installation *in, unsigned part, size_t *next)
{
	const struct object_groups *g = &in->groups;
	const struct install_object *v = in->objects.v, *obj;
	size_t begin, class;
	int code = 0;

	while (code == 0 && *next < g->nlater) {
		begin = *next;
		class = v[g->later[begin]].class;
		for (; *next < g->nlater; ++*next) {
			obj = &v[g->later[*next]];
			if (install_object_part(obj) != part ||
			    obj->class != class)
				break;
		}
		if (*next == begin)
			break;
		code = install_class(
		    in, class, part, g->later + begin, *next - begin);
	}
	return code;
}

int
install_parts(struct installation *in)
{
	unsigned part, last = object_list_last_part(&in->objects);
	size_t next = 0;
	int code = 0;

	in->groups = object_list_group(&in->objects, in->classes.n);
	in->db_is_current = in->db_is_changed = false;
	for (part = 1; part <= last && code == 0; part++) {
		log_info(in->ctx, "## Installing part %u of %u.", part, last);
		code = part == 1 ? install_first_part(in)
				 : install_later_part(in, part, &next);
	}
	if (!store_changes(in) && code == 0)
		code = EXIT_INTERNAL;
	if (code == 0)
		remove_class_scripts(in->ctx);
	object_groups_free(&in->groups);
	return code;
}
