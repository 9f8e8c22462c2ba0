/*
 * A build manifest and its payload: every file that the manifest names is an
 * object of the prototype, and the reverse.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/path.h"
#include "build/checksum_pass.h"
#include "build/locate.h"
#include "build/patch.h"
#include "build/plan_builder.h"
#include "os/file.h"

#define DAY   86400   /* seconds */
#define FIXES "fixes" /* the information file */

static const char rule[] = "pkgstream-manifest(5)";

/* A manifest and its payload while the plan is made. */
struct manifest_builder {
	struct plan_builder b;
	struct manifest *m;
	const char *file; /* the manifest */
	char *dir;        /* where it lies */
	char *payload_path;
	struct build_request request; /* with the manifest's parameters */
	struct pkginfo *vars;
	bool has_tree;
	struct source_search search; /* information files, `=source' */
};

static struct objects *
objects_of(const struct manifest_builder *mb)
{
	return &mb->b.plan->map.objects;
}

static bool
read_manifest(struct manifest_builder *mb)
{
	struct buf text = BUF_INIT;

	if (file_read(mb->file, MANIFEST_MAX, &text, &mb->b.d))
		mb->m = manifest_parse(
		    buf_text(&text), text.len, mb->file, &mb->b.d);
	buf_free(&text);
	return mb->m != NULL;
}

static void
check_archive(struct manifest_builder *mb)
{
	const struct manifest_payload *p = &mb->m->payload;
	uint64_t size = payload_size(mb->b.plan->payload);

	if (p->size != MANIFEST_UNKNOWN && (uint64_t)p->size != size)
		diag_error(&mb->b.d, mb->file, p->line, rule,
		    "%s has %llu bytes, not %lld", mb->payload_path,
		    (unsigned long long)size, (long long)p->size);
	if (p->sha256 != NULL &&
	    strcmp(p->sha256, payload_sha256(mb->b.plan->payload)) != 0)
		diag_error(&mb->b.d, mb->file, p->line, rule,
		    "%s has the SHA-256 %s, not %s", mb->payload_path,
		    payload_sha256(mb->b.plan->payload), p->sha256);
}

/* More than the sum of each file: for a patch, or to compare. */
static bool
needs_digests(const struct manifest *m)
{
	size_t i;

	for (i = 0; i < m->nfiles; i++)
		if (m->files[i].sha256 != NULL)
			return true;
	return m->patch != NULL;
}

static bool
open_payload(struct manifest_builder *mb)
{
	bool digests = needs_digests(mb->m);
	struct stat st;

	if (mb->request.payload != NULL)
		mb->payload_path = xstrdup(mb->request.payload);
	else if (mb->m->payload.name != NULL)
		mb->payload_path = path_join(mb->dir, mb->m->payload.name);
	if (mb->payload_path == NULL && mb->m->nfiles == 0)
		return true;
	if (mb->payload_path == NULL) {
		diag_error(&mb->b.d, mb->file, mb->m->line, rule,
		    "names no payload, and none is given with -p");
		return false;
	}
	mb->b.plan->wants_digests = digests;
	if (stat(mb->payload_path, &st) == -1) {
		if (mb->request.payload != NULL)
			diag_path(&mb->b.d, mb->payload_path,
			    "cannot open the payload");
		else
			diag_path(&mb->b.d, mb->payload_path,
			    "the payload that %s names is not there; -p PATH "
			    "says where it is",
			    mb->file);
		return false;
	}
	if (S_ISDIR(st.st_mode)) {
		mb->has_tree = locate_add_tree(
		    mb->b.plan, mb->payload_path, &mb->b.d);
		return mb->has_tree;
	}
	mb->b.plan->payload = payload_open(mb->payload_path, digests, &mb->b.d);
	if (mb->b.plan->payload == NULL)
		return false;
	plan_add_input(mb->b.plan, mb->payload_path);
	check_archive(mb);
	return true;
}

/* The name of a file in the payload. */
static char *
payload_name(const struct manifest_builder *mb, const struct manifest_file *f)
{
	const char *name = f->source != NULL ? f->source : f->path;

	name += strspn(name, "/");
	return mb->m->payload.prefix == NULL
	    ? xstrdup(name)
	    : path_join(mb->m->payload.prefix, name);
}

static void
find_member(struct manifest_builder *mb, size_t i,
    const struct manifest_file *f, const char *name)
{
	const struct payload_entry *e = payload_find(mb->b.plan->payload, name);
	struct object *o = &objects_of(mb)->v[i];

	if (e == NULL || e->type != 'f') {
		diag_error(&mb->b.d, mb->file, f->line, rule, "%s: %s %s %s",
		    f->path, name,
		    e == NULL ? "is not in" : "is no regular file in",
		    mb->payload_path);
		return;
	}
	mb->b.plan->objects[i].content = (struct content){
	    .kind = CONTENT_MEMBER,
	    .member = e->data,
	    .mtime = e->mtime,
	    .sum = e->sum,
	    .size = e->size};
	o->size = (int64_t)e->size;
	o->sum = e->sum;
	o->mtime = e->mtime;
	if (mb->b.plan->wants_digests)
		*plan_digests(mb->b.plan, i) = e->digests;
}

/* Sets where an object that the manifest lists comes from. */
static void
find_content(
    struct manifest_builder *mb, size_t i, const struct manifest_file *f)
{
	char *name = payload_name(mb, f);

	if (objects_of(mb)->v[i].source != NULL)
		(void)locate_content(&mb->search, mb->b.plan, i, &mb->b.d);
	else if (mb->b.plan->payload != NULL)
		find_member(mb, i, f, name);
	else if (mb->has_tree) {
		mb->b.plan->objects[i].content = (struct content){
		    .kind = CONTENT_FILE,
		    .tree = &mb->b.plan->trees[0],
		    .path = plan_keep(mb->b.plan, xstrdup(name))};
	}
	free(name);
}

/* The same for all objects; those that it does not list are findings. */
static void
find_contents(struct manifest_builder *mb)
{
	const struct manifest_file *f;
	const struct object *o;
	size_t i;

	for (i = 0; i < objects_of(mb)->n; i++) {
		o = &objects_of(mb)->v[i];
		if (!ftype_has_contents(o->ftype))
			continue;
		if (o->ftype == 'i') {
			(void)locate_content(
			    &mb->search, mb->b.plan, i, &mb->b.d);
			continue;
		}
		f = manifest_find(mb->m, o->path);
		if (f == NULL)
			diag_error(&mb->b.d, prototype_file(mb->b.prototype, o),
			    o->line, rule, "%s: %s does not list it", o->path,
			    mb->file);
		else
			find_content(mb, i, f);
	}
}

/* Files of the manifest that no object delivers. */
static void
check_files(struct manifest_builder *mb)
{
	const struct manifest_file *f;
	const struct object *o;
	size_t i;

	for (i = 0; i < mb->m->nfiles; i++) {
		f = &mb->m->files[i];
		o = objects_find(objects_of(mb), f->path);
		if (patch_script_makes(f)
			? o == NULL
			: o != NULL && ftype_has_contents(o->ftype))
			continue;
		diag_error(&mb->b.d, mb->file, f->line, rule, "%s: %s %s",
		    f->path, mb->m->sources.prototype,
		    f->action == MANIFEST_DELETE
			? "delivers what is to be deleted"
			: patch_script_makes(f)
			? "delivers what the scripts of the patch make"
			: "has no file of that path");
	}
}

/*
 * pkgrm hands a file that another package owns to r.CLASS only while the
 * contents database has it as type e.
 */
static void
check_patch(struct manifest_builder *mb)
{
	const char *class = mb->m->patch->class;
	const struct object *o;
	size_t i;

	for (i = 0; i < objects_of(mb)->n; i++) {
		o = &objects_of(mb)->v[i];
		if (o->ftype == 'i' || !ftype_has_contents(o->ftype) ||
		    (o->ftype == 'e' && strcmp(o->class, class) == 0))
			continue;
		diag_error(&mb->b.d, prototype_file(mb->b.prototype, o),
		    o->line, "svr4-packaging 8.2",
		    "%s: a file of a patch has type e and class %s, or pkgrm "
		    "cannot roll it back",
		    o->path, class);
	}
}

/* Compares what the manifest says of a file with the payload. */
static void
compare_file(
    struct manifest_builder *mb, size_t i, const struct manifest_file *f)
{
	const struct plan *plan = mb->b.plan;
	const struct object *o = &objects_of(mb)->v[i];
	int64_t difference = plan->objects[i].content.mtime - f->date;

	if (f->size != MANIFEST_UNKNOWN && f->size != o->size)
		diag_error(&mb->b.d, mb->file, f->line, rule,
		    "%s: has %lld bytes in the payload, not %lld", f->path,
		    (long long)o->size, (long long)f->size);
	if (f->sha256 != NULL && plan->objects[i].digests != NULL &&
	    strcmp(f->sha256, plan->objects[i].digests->sha256) != 0)
		diag_error(&mb->b.d, mb->file, f->line, rule,
		    "%s: has the SHA-256 %s in the payload, not %s", f->path,
		    plan->objects[i].digests->sha256, f->sha256);
	/* a date has no time zone, so a day more or less says nothing */
	if (f->date != MANIFEST_UNKNOWN &&
	    (difference < -DAY || difference > 2 * DAY))
		diag_warn(&mb->b.d, mb->file, f->line, rule,
		    "%s: the payload has another date", f->path);
}

static void
compare_contents(struct manifest_builder *mb)
{
	const struct manifest_file *f;
	const struct object *o;
	size_t i;

	for (i = 0; i < objects_of(mb)->n; i++) {
		o = &objects_of(mb)->v[i];
		if (o->ftype == 'i' || o->size == OBJECT_UNKNOWN)
			continue;
		f = manifest_find(mb->m, o->path);
		if (f != NULL)
			compare_file(mb, i, f);
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
merge_params(struct manifest_builder *mb)
{
	const struct pkginfo *given = mb->request.vars;
	size_t i;

	mb->vars = pkginfo_new();
	if (mb->m->patch != NULL)
		patch_add_params(mb->m, mb->vars);
	for (i = 0; i < mb->m->nparameters; i++)
		pkginfo_set(mb->vars, mb->m->parameters[i].name,
		    mb->m->parameters[i].value);
	for (i = 0; given != NULL && i < given->n; i++)
		pkginfo_set(mb->vars, given->v[i].name, given->v[i].value);
	mb->request.vars = mb->vars;
}

static void
print_fix(
    const struct manifest *m, const struct manifest_fix *f, struct buf *out)
{
	size_t i;

	buf_printf(out, "\n%s.", f->number);
	if (f->ref != NULL)
		buf_printf(out, " (%s)", f->ref);
	for (i = 0; i < m->nlanguages; i++)
		buf_printf(out, "\n%s", f->text.v[i]);
	buf_char(out, '\n');
}

/*
 * Adds the fixes as an information file, so that whoever has the package, or
 * the system on which it is installed, can read what they are; unless there are
 * none, or the prototype has a file of that name.
 */
static void
add_fixes(const struct manifest *m, struct plan *plan)
{
	struct buf text = BUF_INIT;
	char date[DATE_LEN];
	size_t i, len;

	if (m->nfixes == 0 || objects_find(&plan->map.objects, FIXES) != NULL)
		return;
	date_format(m->build.date, date);
	buf_printf(&text, "%s %s, build ", m->product.name, m->product.version);
	if (m->build.number != NULL)
		buf_printf(&text, "%s ", m->build.number);
	buf_printf(&text, "of %s\n", date);
	for (i = 0; i < m->nfixes; i++)
		print_fix(m, &m->fixes[i], &text);
	len = text.len;
	plan_add_info_file(plan, FIXES, buf_steal(&text), len);
}

static void
fill_plan(struct manifest_builder *mb)
{
	char *prototype = path_join(mb->dir, mb->m->sources.prototype);
	bool ok;

	merge_params(mb);
	ok = plan_builder_begin(&mb->b, prototype);
	free(prototype);
	if (!ok)
		return;
	plan_add_input(mb->b.plan, mb->file);
	mb->search = (struct source_search){.prototype = mb->b.prototype};
	mb->b.newest_date = newest_date(mb->m);
	mb->b.sources = &mb->m->sources;
	mb->b.is_patch = mb->m->patch != NULL;
	mb->b.info_path = plan_keep(
	    mb->b.plan, path_join(mb->dir, mb->m->sources.pkginfo));
	check_files(mb);
	if (mb->m->patch != NULL)
		check_patch(mb);
	if (!open_payload(mb))
		return;
	find_contents(mb);
	(void)checksum_plan(mb->b.plan, mb->b.prototype, &mb->b.d);
	add_fixes(mb->m, mb->b.plan);
	if (mb->m->patch != NULL && mb->b.d.worst < SEVERITY_ERROR)
		patch_add_files(
		    mb->m, mb->file, mb->b.prototype, mb->b.plan, &mb->b.d);
	plan_builder_finish(&mb->b);
	compare_contents(mb);
}

struct plan *
plan_from_manifest(const struct build_request *r, struct diag *d)
{
	struct manifest_builder mb = {.b = {.d = DIAG_INIT},
	    .request = *r,
	    .file = r->manifest,
	    .dir = path_dirname(r->manifest)};
	struct plan *plan;

	mb.b.request = &mb.request;
	if (read_manifest(&mb))
		fill_plan(&mb);
	plan = plan_builder_end(&mb.b, d);
	manifest_free(mb.m);
	pkginfo_free(mb.vars);
	free(mb.payload_path);
	free(mb.dir);
	return plan;
}
