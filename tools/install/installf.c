#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "install/installf.h"
#include "install/merge.h"
#include "target/installed.h"

#define SPEC_WORDS    8    /* path ftype major minor mode owner group */
#define SPEC_LINE_MAX 4096 /* bytes of a line of standard input */

struct installf_call {
	struct context *ctx;
	const struct installf_request *q;
	struct object_list objects;
	struct contents *db;
};

/* One object specification while it is parsed. */
struct spec {
	const struct installf_call *call;
	char **v; /* its words */
	size_t n, next;
	struct object o;
};

/* Reports what is wrong with the specification; false. */
static bool
report_spec(struct spec *s, const char *text)
{
	log_error(s->call->ctx, "%s: %s", s->v[0], text);
	return false;
}

static bool
parse_number(struct spec *s, unsigned base, int32_t *out)
{
	struct slice word;
	uint64_t n;

	if (s->next >= s->n)
		return true;
	word.p = s->v[s->next++];
	word.len = strlen(word.p);
	if (!number_parse(word, base, INT32_MAX, &n))
		return report_spec(s, "a number is wrong");
	*out = (int32_t)n;
	return true;
}

/* Major or minor number: as in C, 0x is hexadecimal and 0 is octal. */
static bool
parse_device_number(struct spec *s, int32_t *out)
{
	char *word = s->next < s->n ? s->v[s->next] : NULL;

	if (word == NULL || word[0] != '0' || word[1] == '\0')
		return parse_number(s, 10, out);
	if (word[1] != 'x' && word[1] != 'X')
		return parse_number(s, 8, out);
	s->v[s->next] += 2;
	return parse_number(s, 16, out);
}

/* The path as the client has it; scripts give it with or without the root. */
static bool
parse_path(struct spec *s)
{
	const char *root = s->call->ctx->target->root;
	char *word = s->v[s->next++], *equals = strchr(word, '=');
	size_t len = strlen(root);

	if (equals != NULL) {
		*equals = '\0';
		s->o.target = xstrdup(equals + 1);
	}
	if (word[0] != '/')
		return report_spec(s, "a path has to be absolute");
	s->o.path = xstrdup(word);
	path_canonize(s->o.path);
	if (len > 0 && strncmp(s->o.path, root, len) == 0 &&
	    s->o.path[len] == '/')
		memmove(
		    s->o.path, s->o.path + len, strlen(s->o.path + len) + 1);
	return true;
}

static bool
parse_link(struct spec *s)
{
	s->o.ftype = s->next < s->n ? s->v[s->next++][0] : 'l';
	if (!ftype_has_target(s->o.ftype))
		return report_spec(s, "only the types s and l have a target");
	if (s->o.target[0] == '\0' || s->next < s->n)
		return report_spec(s, "a link is: path=target, type");
	return true;
}

static bool
parse_attributes(struct spec *s)
{
	bool complete;

	if (s->next >= s->n)
		return true;
	s->o.ftype = s->v[s->next++][0];
	if (strchr("?fvedxcbp", s->o.ftype) == NULL)
		return report_spec(
		    s, "the type is none of f v e d x p c b s l");
	if (ftype_is_device(s->o.ftype) &&
	    (!parse_device_number(s, &s->o.major) ||
		!parse_device_number(s, &s->o.minor)))
		return false;
	if (!parse_number(s, 8, &s->o.mode))
		return false;
	if (s->next < s->n)
		s->o.owner = s->v[s->next++];
	complete = s->next < s->n;
	if (complete)
		s->o.group = s->v[s->next++];
	if (strchr("dxbcp", s->o.ftype) != NULL && !complete)
		return report_spec(s, "this type needs mode, owner and group");
	return s->next == s->n || report_spec(s, "there are too many words");
}

/* No line of the database may hold what it cannot be read again with. */
static bool
validate_spec(struct spec *s)
{
	struct buf why = BUF_INIT;
	bool ok = object_validate(&s->o, &why);

	if (!ok)
		log_error(s->call->ctx, "%s", buf_text(&why));
	buf_free(&why);
	return ok;
}

static bool
parse_spec(struct installf_call *call, char **v, size_t n, const char *class)
{
	struct spec s = {.call = call, .v = v, .n = n};
	bool ok;

	object_init(&s.o);
	s.o.ftype = '?';
	s.o.owner = s.o.group = "?";
	s.o.class = class == NULL ? "none" : class;
	ok = parse_path(&s) &&
	    (s.o.target != NULL ? parse_link(&s) : parse_attributes(&s)) &&
	    validate_spec(&s);
	if (ok)
		object_list_add(&call->objects, call->ctx->target, &s.o);
	else
		object_clear(&s.o);
	return ok;
}

/* Standard input has one object a line. */
static bool
parse_lines(struct installf_call *call)
{
	const struct installf_request *q = call->q;
	char line[SPEC_LINE_MAX], *words[SPEC_WORDS + 1], *p;
	bool ok = true;
	size_t n;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		n = 0;
		for (p = strtok(line, " \t\n"); p != NULL && n < SPEC_WORDS;
		     p = strtok(NULL, " \t\n"))
			words[n++] = p;
		if (n > 0 &&
		    !parse_spec(call, words, q->remove ? 1 : n, q->class))
			ok = false;
	}
	return ok;
}

static bool
parse_objects(struct installf_call *call)
{
	const struct installf_request *q = call->q;
	bool ok = true;
	size_t i;

	if (strcmp(q->args[0], "-") == 0)
		return parse_lines(call);
	if (!q->remove)
		return parse_spec(call, q->args, q->nargs, q->class);
	for (i = 0; i < q->nargs; i++)
		if (!parse_spec(call, &q->args[i], 1, NULL))
			ok = false;
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
