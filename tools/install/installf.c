#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/installf.h"
#include "install/merge.h"
#include "model/object_spec.h"
#include "os/file.h"
#include "target/installed.h"

struct installf_call {
	struct context *ctx;
	const struct installf_request *q;
	struct object_list objects;
	struct contents *db;
};

/* Arguments are one object, or with removef one path each. */
static bool
parse_arguments(struct objects *specs, const struct installf_request *q,
    const struct spec_rules *rules, struct diag *d)
{
	const struct location at = {NULL, 0, NULL, d};
	struct slice *words = xcalloc(q->nargs, sizeof(*words));
	size_t i, each = q->remove ? 1 : q->nargs;
	bool ok = true;

	for (i = 0; i < q->nargs; i++)
		words[i] = (struct slice){q->args[i], strlen(q->args[i])};
	for (i = 0; i < q->nargs; i += each)
		if (!object_spec_parse(specs, words + i, each, rules, &at))
			ok = false;
	free(words);
	return ok;
}

/* Standard input has one object a line. */
static bool
parse_input(
    struct objects *specs, const struct spec_rules *rules, struct diag *d)
{
	struct buf text = BUF_INIT;
	bool ok = file_read("-", OBJECT_SPECS_MAX, &text, d) &&
	    object_specs_parse(specs, (struct slice){buf_text(&text), text.len},
		rules, "standard input", d);

	buf_free(&text);
	return ok;
}

static bool
parse_objects(struct installf_call *call)
{
	const struct installf_request *q = call->q;
	const struct spec_rules rules = {
	    q->remove ? NULL : q->class, call->ctx->target->root, q->remove};
	struct objects specs = OBJECTS_INIT;
	struct diag d = DIAG_INIT;
	size_t i;
	bool ok;

	ok = strcmp(q->args[0], "-") == 0
	    ? parse_input(&specs, &rules, &d)
	    : parse_arguments(&specs, q, &rules, &d);
	log_findings(call->ctx, &d);
	for (i = 0; ok && i < specs.n; i++) {
		object_list_add(&call->objects, call->ctx->target, &specs.v[i]);
		specs.v[i].path = specs.v[i].target = NULL;
	}
	objects_free(&specs);
	return ok;
}

/* Directories, devices and pipes are made now, not by the script. */
static void
make_objects(struct installf_call *call)
{
	struct install_object *obj;
	struct buf why = BUF_INIT;
	size_t i;

	for (i = 0; i < call->objects.n; i++) {
		obj = &call->objects.v[i];
		if (strchr("dxcbp", obj->object.ftype) != NULL)
			(void)install_object_check_attributes(
			    call->ctx->target, obj, REMEDY_FIX, &why);
	}
	log_detail(call->ctx, &why);
	buf_free(&why);
}

/* installf without -f: the instance becomes a pending owner. */
static int
add_objects(struct installf_call *call)
{
	const struct merge m = {.ctx = call->ctx,
	    .objects = &call->objects,
	    .db = call->db,
	    .pending = true};

	merge_with_database(&m);
	if (!store_database(call->ctx, call->db))
		return EXIT_INTERNAL;
	make_objects(call);
	return 0;
}

/*
 * removef without -f: the instance is marked as leaving; paths that no other
 * package owns are printed, since the script may remove them now.
 */
static int
mark_removed_objects(struct installf_call *call)
{
	struct context *ctx = call->ctx;
	struct install_object *obj;
	struct entry *e;
	size_t i;

	for (i = 0; i < call->objects.n; i++) {
		obj = &call->objects.v[i];
		e = contents_find(call->db, obj->object.path);
		if (e == NULL)
			continue;
		if (entry_is_shared(e, ctx->instance))
			obj->use = PATH_SHARED;
		(void)entry_add_owner(
		    call->db, e, ctx->instance, OWNER_LEAVING);
	}
	if (!store_database(ctx, call->db))
		return EXIT_INTERNAL;
	for (i = 0; i < call->objects.n; i++)
		if (call->objects.v[i].use == PATH_FREE)
			(void)fprintf(
			    ctx->options->out, "%s\n", call->objects.v[i].path);
	return 0;
}

/*
 * The real tool links to the absolute target on the running system even below
 * an alternate root, and so loses the link.  We leave the host alone, and the
 * link is lost as well.
 */
static bool
loses_link(const struct target *t, const struct object *o)
{
	return o->ftype == 'l' && o->target != NULL && o->target[0] == '/' &&
	    t->root[0] != '\0';
}

/* Takes over the object as it lies there now (dofinal in libinst). */
static void
confirm_entry(struct installf_call *call, struct entry *e, struct owner *owner)
{
	struct context *ctx = call->ctx;
	struct install_object obj = {.object = e->object};
	struct buf why = BUF_INIT;
	bool ok;

	obj.object.target = e->object.target == NULL
	    ? NULL
	    : xstrdup(e->object.target);
	obj.path = target_path(ctx->target, e->object.path);
	ok = !loses_link(ctx->target, &obj.object);
	if (ok)
		ok = install_object_check_attributes(
			 ctx->target, &obj, REMEDY_FIX, &why) == VERIFY_OK;
	else
		(void)unlink(obj.path);
	if (ok && ftype_has_contents(obj.object.ftype))
		ok = install_object_check_contents(&obj, REMEDY_FIX, &why) ==
		    VERIFY_OK;
	if (!ok) {
		log_error(ctx, "%s is not as it was given", obj.path);
		log_detail(ctx, &why);
		ctx->notes.warned = true;
	}
	owner->status = ok ? OWNER_OK : OWNER_MISSING;
	entry_set_object(call->db, e, &obj.object);
	free(obj.object.target);
	free(obj.path);
	buf_free(&why);
}

/* -f: pending objects become installed, leaving ones lose the owner. */
static int
confirm_objects(struct installf_call *call)
{
	const struct installf_request *q = call->q;
	struct context *ctx = call->ctx;
	struct owner *owner;
	struct entry *e;
	size_t i;

	for (i = 0; i < call->db->n; i++) {
		e = &call->db->v[i];
		owner = entry_owner(e, ctx->instance);
		if (owner == NULL ||
		    (q->class != NULL &&
			strcmp(q->class, e->object.class) != 0))
			continue;
		if (q->remove && owner->status == OWNER_LEAVING)
			entry_remove_owner(e, ctx->instance);
		else if (!q->remove && owner->status == OWNER_PENDING)
			confirm_entry(call, e, owner);
	}
	return store_database(ctx, call->db) ? 0 : EXIT_INTERNAL;
}

static bool
is_installed(struct context *ctx)
{
	char *path = target_package(ctx->target, ctx->instance, "pkginfo");
	bool there = access(path, F_OK) == 0;

	free(path);
	if (!there)
		log_error(
		    ctx, "the instance <%s> is not installed", ctx->instance);
	return there;
}

static int
run_installf(struct installf_call *call)
{
	const struct installf_request *q = call->q;

	if (pkgname_fault(q->instance, true) != NULL ||
	    !is_installed(call->ctx) || !load_database(call->ctx, &call->db))
		return EXIT_FATAL;
	if (q->final)
		return confirm_objects(call);
	if (!parse_objects(call))
		return EXIT_FATAL;
	object_list_sort(&call->objects);
	return q->remove ? mark_removed_objects(call) : add_objects(call);
}

int
installf(const struct run_options *options, struct target *t,
    const struct installf_request *q)
{
	struct admin *admin = admin_new();
	struct context parts = {.options = options,
	    .tool = q->remove ? TOOL_REMOVEF : TOOL_INSTALLF,
	    .admin = admin,
	    .target = t,
	    .package = q->instance};
	struct installf_call call = {.ctx = context_new(&parts), .q = q};
	int code;

	call.ctx->instance = xstrdup(q->instance);
	code = run_installf(&call);
	if (code == 0 && call.ctx->notes.warned)
		code = EXIT_FATAL;
	object_list_free(&call.objects);
	contents_free(call.db);
	context_free(call.ctx);
	admin_free(admin);
	return code;
}
