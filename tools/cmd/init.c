/*
 * init: first sources of a package from what is there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
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
	const char *package;
	const char *title;
	const char *basedir;
	const char *base;
};

static const struct opt options[] = {
    {'o', "output", "DIR", "where the sources go; default: here", OPT_STRING,
	offsetof(struct options, directory)},
    {0, "force", NULL, "replace existing files", OPT_FLAG,
	offsetof(struct options, force)},
    {0, "from", "OLD",
	"with --to: sources of a patch that makes NEW "
	"from OLD; trees, archives or packages",
	OPT_STRING, offsetof(struct options, from)},
    {0, "to", "NEW", "see --from", OPT_STRING, offsetof(struct options, to)},
    {0, "pkg", "NAME", "name of the new package", OPT_STRING,
	offsetof(struct options, package)},
    {0, "name", "TEXT", "its title", OPT_STRING,
	offsetof(struct options, title)},
    {'b', "basedir", "PATH", "its base directory", OPT_STRING,
	offsetof(struct options, basedir)},
    {0, "base", "NAME",
	"patch: the package that is changed; default: "
	"OLD, if that is a package",
	OPT_STRING, offsetof(struct options, base)},
    OPTS_COMMON(struct options),
};

/* One run of the verb. */
struct init_job {
	const struct options *o;
	const char *dir;   /* where the sources go */
	const char *input; /* the tree, the archive, NEW */
	struct inventory *from, *to;
	struct init_settings set;
	struct init_sources out;
	char *payload, *package, *title, *basedir;
	bool payload_is_below; /* dir */
	enum status usage;     /* of options that do not fit the input */
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

/* The name of a patch: that of its base and p1, within the limit. */
static char *
make_patch_name(const char *base)
{
	return xasprintf("%.*sp1", PKGNAME_MAX - 2, base);
}

/*
 * What the user has not set is taken from the inputs.  No absolute path of this
 * machine gets into the sources.
 */
static void
set_defaults(struct init_job *job)
{
	const struct options *o = job->o;
	char *path = realpath(job->input, NULL);

	name_payload(job);
	job->set.base = o->base != NULL ? o->base
	    : job->from != NULL && job->from->package != NULL
	    ? job->from->package
	    : "BASE";
	if (o->package != NULL)
		job->package = xstrdup(o->package);
	else if (job->from != NULL)
		job->package = make_patch_name(job->set.base);
	else if (job->to->package != NULL)
		job->package = xstrdup(job->to->package);
	else
		job->package = init_name(path == NULL ? job->input : path);
	free(path);
	job->title = xstrdup(o->title != NULL ? o->title : job->package);
	job->basedir = o->basedir != NULL
	    ? xstrdup(o->basedir)
	    : xasprintf(
		  "/opt/%s", job->from == NULL ? job->package : job->set.base);
	job->set.payload = job->payload;
	job->set.package = job->package;
	job->set.title = job->title;
	job->set.basedir = job->basedir;
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
	const struct inventory_entry *entry;

	if (o->ftype == 'i')
		return false;
	entry = inventory_find(job->to, o->path);
	return entry != NULL && init_is_new(job->from, entry);
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

/* Sources of every package of the input, each in a folder if several. */
static void
rewrite_packages(struct init_job *job, struct package_reader *s)
{
	struct pkginfo *changes = pkginfo_new();
	struct staging *st = staging_begin(job->dir, &job->d);
	size_t n = reader_count(s), i;
	bool ok = st != NULL;

	if (job->o->package != NULL)
		pkginfo_set(changes, "PKG", job->o->package);
	if (job->o->title != NULL)
		pkginfo_set(changes, "NAME", job->o->title);
	if (job->o->basedir != NULL)
		pkginfo_set(changes, "BASEDIR", job->o->basedir);
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
	if (s != NULL && reader_count(s) > 1 && job->o->package != NULL)
		job->usage = usage_error(&verb_init,
		    "%s holds %zu packages, so --pkg has no meaning",
		    job->input, reader_count(s));
	else if (s != NULL)
		rewrite_packages(job, s);
	reader_close(s);
	return true;
}

static void
make_sources(struct init_job *job)
{
	if (job->o->from == NULL && take_packages(job))
		return;
	if (job->o->from != NULL) {
		job->from = inventory_read(job->o->from, &job->d);
		if (job->from == NULL)
			return;
	}
	job->to = inventory_read(job->input, &job->d);
	if (job->to == NULL)
		return;
	set_defaults(job);
	if (job->from == NULL)
		init_first(job->to, &job->set, &job->out);
	else
		init_patch(job->from, job->to, &job->set, &job->out, &job->d);
	if (diag_status(&job->d) == STATUS_OK)
		write_sources(job);
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
	if (o->package != NULL && pkgname_fault(o->package, false) != NULL)
		return usage_error(&verb_init, "--pkg: the name %s",
		    pkgname_fault(o->package, false));
	job.input = o->to != NULL ? o->to : argv[0];
	job.dir = o->directory == NULL ? "." : o->directory;
	make_sources(&job);
	inventory_free(job.from);
	inventory_free(job.to);
	init_free(&job.out);
	free(job.payload);
	free(job.package);
	free(job.title);
	free(job.basedir);
	status = print_findings(&job.d, &o->common);
	return status == STATUS_OK ? job.usage : status;
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
