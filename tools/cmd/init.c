/*
 * init: first sources of a package from what is there.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "cmd/verbs.h"
#include "init/init.h"
#include "inspect/extract.h"
#include "model/object.h"
#include "os/file.h"
#include "os/output.h"
#include "os/safe_dir.h"

#define PAYLOAD "payload" /* what is taken out of a package */

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
		job->payload = xstrdup(PAYLOAD);
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
		job->payload = xstrdup(PAYLOAD);
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
write_source(struct init_job *job, const char *name, const struct buf *text)
{
	char *path = path_join(job->dir, name);
	struct output *out = output_open(path, job->o->force, &job->d);

	if (out != NULL &&
	    !file_write_full(output_fd(out), text->data, text->len)) {
		diag_system(&job->d, path, "cannot write");
		output_discard(out);
	} else if (out != NULL && output_commit(out, &job->d) &&
	    !job->o->common.quiet)
		puts(path);
	free(path);
}

/* Nothing is written when one of the three files exists. */
static bool
check_output_files(struct init_job *job)
{
	static const char *const names[] = {
	    "manifest.xml",
	    "pkgproto",
	    "pkginfo",
	};
	struct stat st;
	char *path;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		path = path_join(job->dir, names[i]);
		if (!job->o->force && lstat(path, &st) == 0)
			diag_error(&job->d, path, 0, NULL,
			    "exists; --force replaces it");
		free(path);
	}
	return diag_status(&job->d) == STATUS_OK;
}

/* Writes the files that the new package delivers as a tree below dir. */
static void
unpack_payload(struct init_job *job)
{
	const char **names = xcalloc(job->to->n + 1, sizeof(*names));
	struct filter f = {.types = NULL};
	struct pkginfo *vars = pkginfo_new();
	struct extract x = {.force = job->o->force, .vars = vars};
	char *dir = path_join(job->dir, PAYLOAD);
	struct package_reader *s = reader_open(job->input, &job->d);
	size_t i, n = 0;

	for (i = 0; i < job->to->n; i++)
		if (job->from == NULL ? job->to->v[i].type == 'f'
				      : init_is_new(job->from, &job->to->v[i]))
			names[n++] = job->to->v[i].path;
	/* relative paths at the top: that is where the manifest finds them */
	pkginfo_set(vars, "BASEDIR", "/");
	x.name = dir;
	x.root = safe_dir_open(dir);
	if (x.root == NULL)
		diag_system(&job->d, dir, "cannot make");
	else if (s != NULL && n > 0) {
		filter_begin(&f, names, n);
		extract_package(s, 0, &f, &x, &job->d);
		extract_finish(&x, &job->d);
		filter_free(&f);
	}
	safe_dir_close(x.root);
	reader_close(s);
	pkginfo_free(vars);
	free(names);
	free(dir);
}

static void
print_hint(const struct init_job *job)
{
	if (job->o->common.quiet)
		return;
	printf("now: pkgstream build ");
	if (!job->payload_is_below)
		printf("-p %s ", job->input);
	if (strcmp(job->dir, ".") == 0)
		puts("manifest.xml");
	else
		printf("%s/manifest.xml\n", job->dir);
}

static void
make_sources(struct init_job *job)
{
	if (job->o->from != NULL) {
		job->from = inventory_read(job->o->from, &job->d);
		if (job->from == NULL)
			return;
	}
	job->to = inventory_read(job->input, &job->d);
	if (job->to == NULL || !check_output_files(job))
		return;
	set_defaults(job);
	if (job->from == NULL)
		init_first(job->to, &job->set, &job->out);
	else
		init_patch(job->from, job->to, &job->set, &job->out, &job->d);
	if (job->to->kind == INVENTORY_PACKAGE)
		unpack_payload(job);
	if (diag_status(&job->d) != STATUS_OK)
		return;
	write_source(job, "manifest.xml", &job->out.manifest);
	write_source(job, "pkgproto", &job->out.prototype);
	write_source(job, "pkginfo", &job->out.pkginfo);
	if (diag_status(&job->d) == STATUS_OK)
		print_hint(job);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct init_job job = {.o = o, .d = DIAG_INIT};

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
	if (mkdir(job.dir, 0777) == -1 && errno != EEXIST)
		diag_error(&job.d, job.dir, 0, NULL, "cannot make: %s",
		    strerror(errno));
	else
		make_sources(&job);
	inventory_free(job.from);
	inventory_free(job.to);
	init_free(&job.out);
	free(job.payload);
	free(job.package);
	free(job.title);
	free(job.basedir);
	return print_findings(&job.d, &o->common);
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
