/*
 * A build manifest and its payload: every file that the manifest names is an
 * object of the prototype, and the reverse.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/path.h"
#include "build/builder.h"
#include "build/fixes.h"
#include "build/locate.h"
#include "build/patch.h"
#include "os/file.h"

#define DAY 86400 /* seconds */

static const char rule[] = "pkgstream-manifest(5)";

/* The manifest, and where its payload is. */
struct maker {
	struct builder b;
	struct manifest *m;
	const char *file; /* the manifest */
	char *dir;        /* where it lies */
	char *payload_path;
	struct build_request r; /* with the manifest's parameters */
	struct pkginfo *vars;
	bool has_tree;
	struct sources beside; /* information files, `=source' */
};

static struct objects *
objects_of(const struct maker *k)
{
	return &k->b.plan->map.objects;
}

static bool
read_manifest(struct maker *k)
{
	struct buf text = BUF_INIT;

	if (file_read(k->file, MANIFEST_MAX, &text, &k->b.d))
		k->m = manifest_parse(
		    buf_text(&text), text.len, k->file, &k->b.d);
	buf_free(&text);
	return k->m != NULL;
}

static void
check_archive(struct maker *k)
{
	const struct manifest_payload *p = &k->m->payload;
	uint64_t size = payload_size(k->b.plan->payload);

	if (p->size != MANIFEST_UNKNOWN && (uint64_t)p->size != size)
		diag_error(&k->b.d, k->file, p->line, rule,
		    "%s has %llu bytes, not %lld", k->payload_path,
		    (unsigned long long)size, (long long)p->size);
	if (p->sha256 != NULL &&
	    strcmp(p->sha256, payload_sha256(k->b.plan->payload)) != 0)
		diag_error(&k->b.d, k->file, p->line, rule,
		    "%s has the SHA-256 %s, not %s", k->payload_path,
		    payload_sha256(k->b.plan->payload), p->sha256);
}

/* Does anything need more than the sum of each file? */
static bool
wants_digests(const struct manifest *m)
{
	size_t i;

	for (i = 0; i < m->nfiles; i++)
		if (m->files[i].sha256 != NULL)
			return true;
	return m->patch != NULL;
}

static bool
open_payload(struct maker *k)
{
	bool digests = wants_digests(k->m);
	struct stat st;

	if (k->b.r->payload != NULL)
		k->payload_path = xstrdup(k->b.r->payload);
	else if (k->m->payload.name != NULL)
		k->payload_path = path_join(k->dir, k->m->payload.name);
	if (k->payload_path == NULL) {
		diag_error(&k->b.d, k->file, k->m->line, rule,
		    "names no payload, and none is given with -p");
		return false;
	}
	k->b.plan->wants_digests = digests;
	if (stat(k->payload_path, &st) == 0 && S_ISDIR(st.st_mode)) {
		k->has_tree = locate_add_tree(
		    k->b.plan, k->payload_path, &k->b.d);
		return k->has_tree;
	}
	k->b.plan->payload = payload_open(k->payload_path, digests, &k->b.d);
	if (k->b.plan->payload == NULL)
		return false;
	check_archive(k);
	return true;
}

/* The name of a file in the payload. */
static char *
payload_name(const struct maker *k, const struct manifest_file *f)
{
	const char *name = f->source != NULL ? f->source : f->path;

	name += strspn(name, "/");
	return k->m->payload.prefix == NULL
	    ? xstrdup(name)
	    : path_join(k->m->payload.prefix, name);
}

static void
find_member(
    struct maker *k, size_t i, const struct manifest_file *f, const char *name)
{
	const struct payload_entry *e = payload_find(k->b.plan->payload, name);
	struct object *o = &objects_of(k)->v[i];

	if (e == NULL || e->type != 'f') {
		diag_error(&k->b.d, k->file, f->line, rule, "%s: %s %s %s",
		    f->path, name,
		    e == NULL ? "is not in" : "is no regular file in",
		    k->payload_path);
		return;
	}
	k->b.plan->objects[i].content = (struct content){.kind = CONTENT_MEMBER,
	    .member = e->data,
	    .mtime = e->mtime,
	    .sum = e->sum,
	    .size = e->size};
	o->size = (int64_t)e->size;
	o->sum = e->sum;
	o->mtime = e->mtime;
	if (k->b.plan->wants_digests)
		*plan_digests(k->b.plan, i) = e->digests;
}

/* Contents of an object that the manifest lists. */
static void
find_file(struct maker *k, size_t i, const struct manifest_file *f)
{
	char *name = payload_name(k, f);

	if (objects_of(k)->v[i].source != NULL)
		(void)locate_contents(&k->beside, k->b.plan, i, &k->b.d);
	else if (k->b.plan->payload != NULL)
		find_member(k, i, f, name);
	else if (k->has_tree) {
		k->b.plan->objects[i].content = (struct content){
		    .kind = CONTENT_FILE,
		    .tree = &k->b.plan->trees[0],
		    .path = plan_keep(k->b.plan, xstrdup(name))};
	}
	free(name);
}

/* Contents of all objects; those that the manifest does not list are wrong. */
static void
find_contents(struct maker *k)
{
	const struct manifest_file *f;
	const struct object *o;
	size_t i;

	for (i = 0; i < objects_of(k)->n; i++) {
		o = &objects_of(k)->v[i];
		if (!ftype_has_contents(o->ftype))
			continue;
		if (o->ftype == 'i') {
			(void)locate_contents(
			    &k->beside, k->b.plan, i, &k->b.d);
			continue;
		}
		f = manifest_find(k->m, o->path);
		if (f == NULL)
			diag_error(&k->b.d, prototype_file(k->b.prototype, o),
			    o->line, rule, "%s: %s does not list it", o->path,
			    k->file);
		else
			find_file(k, i, f);
	}
}

/* Files of the manifest that no object delivers. */
static void
check_files(struct maker *k)
{
	const struct manifest_file *f;
	const struct object *o;
	size_t i;

	for (i = 0; i < k->m->nfiles; i++) {
		f = &k->m->files[i];
		o = objects_find(objects_of(k), f->path);
		if (f->action == MANIFEST_DELETE
			? o == NULL
			: o != NULL && ftype_has_contents(o->ftype))
			continue;
		diag_error(&k->b.d, k->file, f->line, rule, "%s: %s %s",
		    f->path, k->m->sources.prototype,
		    f->action == MANIFEST_DELETE
			? "delivers what is to be deleted"
			: "has no file of that path");
	}
}

/* An object that is a patch's rolls back only as this (design, promise 1). */
static void
check_patch(struct maker *k)
{
	const char *class = k->m->patch->class;
	const struct object *o;
	size_t i;

	for (i = 0; i < objects_of(k)->n; i++) {
		o = &objects_of(k)->v[i];
		if (o->ftype == 'i' || !ftype_has_contents(o->ftype) ||
		    (o->ftype == 'e' && strcmp(o->class, class) == 0))
			continue;
		diag_error(&k->b.d, prototype_file(k->b.prototype, o), o->line,
		    "svr4-packaging 8.2",
		    "%s: a file of a patch has type e and class %s, or pkgrm "
		    "cannot roll it back",
		    o->path, class);
	}
}

/* What the manifest says of a file against what the payload has. */
static void
check_file(struct maker *k, size_t i, const struct manifest_file *f)
{
	const struct plan *plan = k->b.plan;
	const struct object *o = &objects_of(k)->v[i];
	int64_t apart = plan->objects[i].content.mtime - f->date;

	if (f->size != MANIFEST_UNKNOWN && f->size != o->size)
		diag_error(&k->b.d, k->file, f->line, rule,
		    "%s: has %lld bytes in the payload, not %lld", f->path,
		    (long long)o->size, (long long)f->size);
	if (f->sha256 != NULL && plan->objects[i].digests != NULL &&
	    strcmp(f->sha256, plan->objects[i].digests->sha256) != 0)
		diag_error(&k->b.d, k->file, f->line, rule,
		    "%s: has the SHA-256 %s in the payload, not %s", f->path,
		    plan->objects[i].digests->sha256, f->sha256);
	/* a date has no time zone, so a day more or less says nothing */
	if (f->date != MANIFEST_UNKNOWN && (apart < -DAY || apart > 2 * DAY))
		diag_warn(&k->b.d, k->file, f->line, rule,
		    "%s: the payload has another date", f->path);
}

static void
check_contents(struct maker *k)
{
	const struct manifest_file *f;
	const struct object *o;
	size_t i;

	for (i = 0; i < objects_of(k)->n; i++) {
		o = &objects_of(k)->v[i];
		if (o->ftype == 'i' || o->size == OBJECT_UNKNOWN)
			continue;
		f = manifest_find(k->m, o->path);
		if (f != NULL)
			check_file(k, i, f);
	}
}

static int64_t
newest_date(const struct manifest *m)
{
	int64_t newest = m->build.date;
	size_t i;

	for (i = 0; i < m->nfiles; i++)
		if (m->files[i].date > newest)
			newest = m->files[i].date;
	return newest > 0 ? newest : 0;
}

/* Parameters of the manifest, and over them those of the command line. */
static void
merge_params(struct maker *k)
{
	const struct pkginfo *given = k->r.vars;
	size_t i;

	k->vars = pkginfo_new();
	if (k->m->patch != NULL)
		patch_params(k->m, k->vars);
	for (i = 0; i < k->m->nparameters; i++)
		pkginfo_set(k->vars, k->m->parameters[i].name,
		    k->m->parameters[i].value);
	for (i = 0; given != NULL && i < given->n; i++)
		pkginfo_set(k->vars, given->v[i].name, given->v[i].value);
	k->r.vars = k->vars;
}

static void
make(struct maker *k)
{
	char *prototype = path_join(k->dir, k->m->sources.prototype);
	bool ok;

	merge_params(k);
	ok = builder_begin(&k->b, prototype);
	free(prototype);
	if (!ok)
		return;
	k->beside = (struct sources){.prototype = k->b.prototype};
	k->b.newest = newest_date(k->m);
	k->b.info_path = plan_keep(
	    k->b.plan, path_join(k->dir, k->m->sources.pkginfo));
	check_files(k);
	if (k->m->patch != NULL)
		check_patch(k);
	if (!open_payload(k))
		return;
	find_contents(k);
	builder_checksum_contents(&k->b);
	fixes_add(k->m, k->b.plan);
	if (k->m->patch != NULL && k->b.d.worst < SEVERITY_ERROR)
		patch_complete(
		    k->m, k->file, k->b.prototype, k->b.plan, &k->b.d);
	builder_resolve(&k->b);
	check_contents(k);
}

struct plan *
build_manifest(const struct build_request *r, struct diag *d)
{
	struct maker k = {.b = {.strict = true, .d = DIAG_INIT},
	    .r = *r,
	    .file = r->manifest,
	    .dir = path_dirname(r->manifest)};
	struct plan *plan;

	k.b.r = &k.r;
	if (read_manifest(&k))
		make(&k);
	plan = builder_end(&k.b, d);
	manifest_free(k.m);
	pkginfo_free(k.vars);
	free(k.payload_path);
	free(k.dir);
	return plan;
}
