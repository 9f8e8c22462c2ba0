/*
 * init: first sources of a package from what is there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "cmd/verbs.h"
#include "init/init.h"
#include "init/package_sources.h"
#include "init/staging.h"
#include "model/object.h"

struct options {
	struct common common;
	const char *directory;
	bool force;
	const char *from;
	const char *to;
	struct init_settings set; /* as given */
	const char *level;
};

static const struct opt options[] = {
    {'o', "output", "DIR", "where the sources go; default: here", OPT_STRING,
	offsetof(struct options, directory)},
    {0, "force", NULL, "replace existing files", OPT_FLAG,
	offsetof(struct options, force)},
    {0, "pkg", "NAME", "the parameter PKG, as all in capitals", OPT_STRING,
	offsetof(struct options, set.package)},
    {0, "name", "TEXT", "NAME, what it is called", OPT_STRING,
	offsetof(struct options, set.title)},
    {0, "version", "VERSION", "VERSION", OPT_STRING,
	offsetof(struct options, set.version)},
    {0, "arch", "ARCH", "ARCH", OPT_STRING, offsetof(struct options, set.arch)},
    {0, "category", "LIST", "CATEGORY", OPT_STRING,
	offsetof(struct options, set.category)},
    {0, "vendor", "TEXT", "VENDOR", OPT_STRING,
	offsetof(struct options, set.vendor)},
    {0, "email", "ADDRESS", "EMAIL", OPT_STRING,
	offsetof(struct options, set.email)},
    {0, "desc", "TEXT", "DESC", OPT_STRING, offsetof(struct options, set.desc)},
    {'b', "basedir", "PATH", "BASEDIR", OPT_STRING,
	offsetof(struct options, set.basedir)},
    {0, "owner", "NAME", "owner of what has none; default: root", OPT_STRING,
	offsetof(struct options, set.owner)},
    {0, "group", "NAME", "likewise; default: bin", OPT_STRING,
	offsetof(struct options, set.group)},
    {0, NULL, NULL, "A patch:", OPT_SECTION, 0},
    {0, "from", "OLD", "with --to: a patch that makes NEW from OLD", OPT_STRING,
	offsetof(struct options, from)},
    {0, "to", "NEW", "see --from", OPT_STRING, offsetof(struct options, to)},
    {0, "base", "NAME", "the package that is changed; default: OLD", OPT_STRING,
	offsetof(struct options, set.base)},
    {0, "base-version", "VERSION", "its version; default: that of OLD",
	OPT_STRING, offsetof(struct options, set.base_version)},
    {0, "level", "N", "the number of the patch; default: 1", OPT_STRING,
	offsetof(struct options, level)},
    {0, NULL, NULL, "With either:", OPT_SECTION, 0},
    OPTS_COMMON(struct options),
};

/* One run of the verb. */
struct init_job {
	const struct options *o;
	const char *dir;   /* where the sources go */
	const char *input; /* the tree, the archive, NEW */
	struct inventory *from, *to;
	struct differences differences;
	struct init_settings set;
	struct init_sources out;
	char *payload;
	bool payload_is_below; /* dir */
	enum status status;    /* of what is no finding */
	struct diag d;
};

/*
 * Sets the name of the payload in the manifest: relative to the directory of
 * the manifest if it lies below, else its last component, and the user has to
 * say where it is with build -p.
 */
static void
name_payload(struct init_job *job)
{
	char *dir = realpath(job->dir, NULL);
	char *path = realpath(job->input, NULL);
	size_t len = dir == NULL ? 0 : strlen(dir);

	if (job->to->kind == INVENTORY_PACKAGE) {
		job->payload = xstrdup(SOURCES_PAYLOAD);
		job->payload_is_below = true;
	} else if (dir != NULL && path != NULL && len > 1 &&
	    strncmp(path, dir, len) == 0 && path[len] == '/') {
		job->payload = xstrdup(path + len + 1);
		job->payload_is_below = true;
	} else
		job->payload = xstrdup(
		    path == NULL ? job->input : path_basename(path));
	free(dir);
	free(path);
	if (object_path_fault(job->payload) != NULL) {
		free(job->payload);
		job->payload = xstrdup(SOURCES_PAYLOAD);
		job->payload_is_below = false;
	}
}

static void
print_path(const char *path)
{
	puts(path);
}

/* Moves everything in place; quiet: without a word. */
static bool
commit(struct init_job *job, struct staging *st)
{
	return staging_commit(st, job->o->force,
	    job->o->common.quiet ? NULL : print_path, &job->d);
}

/* Does the new package deliver the contents of the object? */
static bool
is_delivered(void *context, const struct object *o)
{
	const struct init_job *job = context;
	const struct difference *x = o->ftype == 'i'
	    ? NULL
	    : differences_get(&job->differences, o->path);

	return x != NULL &&
	    (x->cover == COVER_ADD || x->cover == COVER_REPLACE);
}

/* Writes the files that a patch delivers from a package. */
static bool
unpack_payload(struct init_job *job, struct staging *st)
{
	struct package_reader *s = reader_open(job->input, &job->d);
	bool ok = s != NULL &&
	    package_payload(s, 0, is_delivered, job, st, &job->d);

	reader_close(s);
	return ok;
}

/* ` DIR/manifest.xml', of the package in a folder if there is one. */
static void
print_manifest(const struct init_job *job, const char *folder)
{
	putchar(' ');
	if (strcmp(job->dir, ".") != 0)
		printf("%s/", job->dir);
	if (folder != NULL)
		printf("%s/", folder);
	printf("manifest.xml");
}

static void
print_hint(const struct init_job *job)
{
	if (job->o->common.quiet)
		return;
	printf("now: pkgstream build");
	if (!job->payload_is_below)
		printf(" -p %s", job->input);
	print_manifest(job, NULL);
	putchar('\n');
}

static void
write_sources(struct init_job *job)
{
	struct staging *st = staging_begin(job->dir, &job->d);
	bool ok = st != NULL &&
	    staging_write(st, "manifest.xml", &job->out.manifest, &job->d) &&
	    staging_write(st, "pkgproto", &job->out.prototype, &job->d) &&
	    staging_write(st, "pkginfo", &job->out.pkginfo, &job->d);

	if (ok && job->to->kind == INVENTORY_PACKAGE)
		ok = unpack_payload(job, st);
	if (ok && commit(job, st))
		print_hint(job);
	else if (!ok)
		staging_discard(st);
}

/* The parameters that options set. */
static void
set_changes(const struct init_settings *set, struct pkginfo *changes)
{
	const struct {
		const char *name, *value;
	} list[] = {
	    {"PKG", set->package},
	    {"NAME", set->title},
	    {"VERSION", set->version},
	    {"ARCH", set->arch},
	    {"CATEGORY", set->category},
	    {"VENDOR", set->vendor},
	    {"EMAIL", set->email},
	    {"DESC", set->desc},
	    {"BASEDIR", set->basedir},
	};
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (list[i].value != NULL)
			pkginfo_set(changes, list[i].name, list[i].value);
}
/* Sources of every package of the input, each in a folder if several. */
static void
rewrite_packages(struct init_job *job, struct package_reader *s)
{
	struct pkginfo *changes = pkginfo_new();
	struct staging *st = staging_begin(job->dir, &job->d);
	size_t n = reader_count(s), i;
	bool ok = st != NULL;

	set_changes(&job->set, changes);
	for (i = 0; ok && i < n; i++)
		ok = package_sources(s, i, changes, st,
		    n == 1 ? "." : reader_package(s, i)->name, &job->d);
	if (!ok)
		staging_discard(st);
	else if (commit(job, st) && !job->o->common.quiet) {
		printf("now: pkgstream build");
		for (i = 0; i < n; i++)
			print_manifest(
			    job, n == 1 ? NULL : reader_package(s, i)->name);
		putchar('\n');
	}
	pkginfo_free(changes);
}

/* Makes sources of packages; false when the input is none. */
static bool
take_packages(struct init_job *job)
{
	struct package_reader *s;

	if (!inventory_is_package(job->input))
		return false;
	s = reader_open(job->input, &job->d);
	if (s != NULL && reader_count(s) > 1 && job->set.package != NULL)
		job->status = usage_error(&verb_init,
		    "%s holds %zu packages, so --pkg has no meaning",
		    job->input, reader_count(s));
	else if (s != NULL)
		rewrite_packages(job, s);
	reader_close(s);
	return true;
}

static void
print_assumed(const struct init_job *job)
{
	if (!job->o->common.quiet)
		fputs(buf_text(&job->set.assumed), stdout);
}

/* Names what the patch does not change; true when it changes anything. */
static bool
report_differences(struct init_job *job)
{
	const struct differences *list = &job->differences;
	const struct difference *x;
	size_t i;

	if (list->n == 0)
		printf("no differences between %s and %s\n", job->o->from,
		    job->o->to);
	for (i = 0; i < list->n; i++) {
		x = &list->v[i];
		if (x->cover == COVER_NONE)
			diag_warn(&job->d, NULL, 0, NULL, "%s: not covered: %s",
			    x->path, x->reason);
	}
	if (list->n > 0)
		printf("%zu of %zu differences are covered\n", list->covered,
		    list->n);
	if (list->covered < list->n || list->n == 0)
		job->status = STATUS_FINDINGS;
	return list->covered > 0;
}

static bool
set_patch(struct init_job *job)
{
	if (!settings_patch(&job->set, job->from, job->to)) {
		job->status = usage_error(&verb_init,
		    "the inputs do not tell%s", buf_text(&job->set.missing));
		return false;
	}
	name_payload(job);
	job->set.payload = job->payload;
	print_assumed(job);
	return true;
}

static void
make_patch(struct init_job *job)
{
	job->from = inventory_read(job->o->from, &job->d);
	job->to = inventory_read(job->input, &job->d);
	if (job->from == NULL || job->to == NULL)
		return;
	inventory_align(job->from, job->o->from, job->to, job->input, &job->d);
	differences_find(&job->differences, job->from, job->to);
	if (job->differences.covered > 0 && !set_patch(job))
		return;
	if (!report_differences(job))
		return;
	init_patch(job->from, job->to, &job->differences, &job->set, &job->out);
	write_sources(job);
}

static void
make_sources(struct init_job *job)
{
	if (job->o->from != NULL) {
		make_patch(job);
		return;
	}
	if (take_packages(job))
		return;
	job->to = inventory_read(job->input, &job->d);
	if (job->to == NULL)
		return;
	name_payload(job);
	job->set.payload = job->payload;
	settings_first(&job->set, job->input, job->to);
	print_assumed(job);
	init_first(job->to, &job->set, &job->out);
	write_sources(job);
}

/* Sets the level that was given; false when it is none. */
static bool
parse_level(const char *text, int64_t *level)
{
	uint64_t n;

	if (!number_parse(
		(struct slice){text, strlen(text)}, 10, PATCH_LEVEL_MAX, &n) ||
	    n == 0)
		return false;
	*level = (int64_t)n;
	return true;
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct init_job job = {.o = o, .d = DIAG_INIT};
	enum status status;

	if ((o->from == NULL) != (o->to == NULL))
		return usage_error(
		    &verb_init, "--from and --to belong together");
	if (argc != (o->to == NULL))
		return usage_error(&verb_init,
		    o->to != NULL ? "--to tells the input already"
				  : "one tree, archive or package is needed");
	if (o->set.package != NULL &&
	    pkgname_fault(o->set.package, false) != NULL)
		return usage_error(&verb_init, "--pkg: the name %s",
		    pkgname_fault(o->set.package, false));
	job.set = o->set;
	if (o->level != NULL && !parse_level(o->level, &job.set.level))
		return usage_error(
		    &verb_init, "--level wants a number, not `%s'", o->level);
	job.input = o->to != NULL ? o->to : argv[0];
	job.dir = o->directory == NULL ? "." : o->directory;
	make_sources(&job);
	inventory_free(job.from);
	inventory_free(job.to);
	init_free(&job.out);
	differences_free(&job.differences);
	settings_free(&job.set);
	free(job.payload);
	status = print_findings(&job.d, &o->common);
	return status == STATUS_OK ? job.status : status;
}

const struct verb verb_init = {
    .name = "init",
    .synopsis = "[options] TREE|ARCHIVE|PACKAGE\n"
		"[options] --from OLD --to NEW\n",
    .summary = "make first sources of a package",
    .text = "Writes manifest.xml, pkgproto and pkginfo that build at once, to "
	    "be edited then.\n"
	    "With --from and --to they are those of a patch: what changed, was "
	    "added and was\n"
	    "deleted, with sizes and digests of before and after.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
