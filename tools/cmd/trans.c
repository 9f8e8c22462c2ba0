/*
 * trans: datastreams and directories of packages into each other.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/verbs.h"
#include "inspect/extract.h"
#include "os/file.h"
#include "os/safe_dir.h"
#include "report/progress.h"
#include "stream/compress.h"
#include "stream/trans.h"

struct options {
	struct common common;
	const char *output;
	const char *spool;
	const char *split;
	bool force;
	struct strings packages;
	struct strings volumes;
};

static const struct opt options[] = {
    {'o', "output", "FILE",
	"write one datastream, `-' for standard output; a name that ends in "
	".gz, .bz2, .xz or .zst is compressed",
	OPT_STRING, offsetof(struct options, output)},
    {'d', "spool", "DIR", "write a directory of packages", OPT_STRING,
	offsetof(struct options, spool)},
    {0, "split", "DIR",
	"write a datastream for each package, "
	"DIR/NAME.pkg",
	OPT_STRING, offsetof(struct options, split)},
    {0, "force", NULL, "replace what is there", OPT_FLAG,
	offsetof(struct options, force)},
    OPT_PKG(struct options, packages),
    OPT_VOLUME(struct options, volumes),
    OPTS_COMMON(struct options),
};

/* All sources of one run. */
struct trans_job {
	const struct options *o;
	struct trans_input *in;
	size_t n;
	struct diag d;
};

/*
 * A name given with --pkg has to be in one of the sources; each source marks
 * what it has.
 */
static bool
mark_packages(struct trans_job *job)
{
	const struct strings *names = &job->o->packages;
	bool *picked, ok = true, found;
	ssize_t index;
	size_t i, k;

	for (k = 0; k < job->n; k++) {
		picked = xcalloc(
		    reader_count(job->in[k].s) + 1, sizeof(*picked));
		for (i = 0; i < reader_count(job->in[k].s); i++)
			picked[i] = names->n == 0;
		job->in[k].picked = picked;
	}
	for (i = 0; i < names->n; i++) {
		found = false;
		for (k = 0; k < job->n; k++) {
			index = reader_find(job->in[k].s, names->v[i]);
			if (index < 0)
				continue;
			((bool *)job->in[k].picked)[index] = found = true;
		}
		if (!found) {
			diag_error(&job->d, NULL, 0, NULL,
			    "no source holds a package `%s'", names->v[i]);
			ok = false;
		}
	}
	return ok;
}

static bool
open_sources(struct trans_job *job, int argc, char **argv)
{
	struct strings volumes;
	struct package_reader *s;
	bool ok = true;
	int i, used;

	job->in = xcalloc((size_t)argc, sizeof(*job->in));
	for (i = 0; i < argc; i += used) {
		volumes = find_volumes(
		    &job->o->volumes, argc - i, argv + i, &used);
		s = reader_open_volumes(argv[i], volumes.v, volumes.n, &job->d);
		if (s == NULL)
			ok = false;
		else
			job->in[job->n++].s = s;
	}
	return ok && mark_packages(job);
}

static void
warn_signature(struct trans_job *job)
{
	size_t i;

	for (i = 0; i < job->n; i++)
		if (reader_signature(job->in[i].s) != NULL)
			diag_warn(&job->d, reader_name(job->in[i].s), 0, NULL,
			    "the signature is not carried over");
}

static void
write_stream(struct trans_job *job, const struct trans_input *in, size_t n,
    const char *name)
{
	struct output *out;

	out = compression_of_name(name) == NULL
	    ? output_open(name, job->o->force, &job->d)
	    : output_open_seekable(name, job->o->force, &job->d);
	if (out == NULL)
		return;
	/* what a source lacks or had to leave out makes no package */
	if (!trans_stream(in, n, out, name, &job->d) ||
	    diag_status(&job->d) != STATUS_OK) {
		output_discard(out);
		return;
	}
	out = compress_output(out, name, job->o->force, &job->d);
	if (out != NULL)
		(void)output_commit(out, &job->d);
}

/* Calls the function for each package that is wanted, with arg. */
static void
for_each_package(struct trans_job *job,
    void (*call)(struct trans_job *job, struct package_reader *s,
	size_t package, void *arg),
    void *arg)
{
	struct package_reader *s;
	size_t i, k;

	for (i = 0; i < job->n; i++) {
		s = job->in[i].s;
		for (k = 0; k < reader_count(s); k++)
			if (job->in[i].picked[k] && !reader_failed(s))
				call(job, s, k, arg);
	}
}

static void
write_spool_package(
    struct trans_job *job, struct package_reader *s, size_t package, void *arg)
{
	extract_spool(s, package, arg, &job->d);
}

static void
write_spool(struct trans_job *job)
{
	struct extract x = {.name = job->o->spool, .force = job->o->force};

	x.root = safe_dir_open(job->o->spool);
	if (x.root == NULL) {
		diag_path(&job->d, job->o->spool, "cannot open");
		return;
	}
	for_each_package(job, write_spool_package, &x);
	extract_finish(&x, &job->d);
	safe_dir_close(x.root);
}

static void
write_split_package(
    struct trans_job *job, struct package_reader *s, size_t package, void *arg)
{
	bool *picked = xcalloc(reader_count(s), sizeof(*picked));
	struct trans_input in = {s, picked};
	char *name;

	(void)arg;
	name = xasprintf(
	    "%s/%s.pkg", job->o->split, reader_package(s, package)->name);
	picked[package] = true;
	write_stream(job, &in, 1, name);
	free(name);
	free(picked);
}

static void
write_split(struct trans_job *job)
{
	struct safe_dir *dir = safe_dir_open(job->o->split);

	if (dir == NULL) {
		diag_path(&job->d, job->o->split, "cannot open");
		return;
	}
	safe_dir_close(dir);
	for_each_package(job, write_split_package, NULL);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct trans_job job = {.o = o, .d = DIAG_INIT};
	size_t i;

	if (argc < 1)
		return missing_package(&verb_trans);
	if ((o->output != NULL) + (o->spool != NULL) + (o->split != NULL) != 1)
		return usage_error(&verb_trans,
		    "one of -o FILE, -d DIR and --split DIR is needed");
	if (o->volumes.n > 0 && argc > 1)
		return usage_error(
		    &verb_trans, "--volume goes with one source");
	progress_show(o->common.quiet);
	progress_begin("converting", 0);
	if (open_sources(&job, argc, argv)) {
		warn_signature(&job);
		if (o->output != NULL)
			write_stream(&job, job.in, job.n, o->output);
		else if (o->spool != NULL)
			write_spool(&job);
		else
			write_split(&job);
	}
	for (i = 0; i < job.n; i++) {
		reader_close(job.in[i].s);
		free((bool *)job.in[i].picked);
	}
	free(job.in);
	progress_hide();
	return print_findings(&job.d, &o->common);
}

const struct verb verb_trans = {
    .name = "trans",
    .synopsis = "[options] -o FILE SOURCE...\n"
		"[options] -d DIR SOURCE...\n"
		"[options] --split DIR SOURCE...\n",
    .summary = "convert packages between datastream and directory",
    .text = "Each SOURCE is a datastream, a directory of packages or `-'.  "
	    "Their packages are\n"
	    "merged into one datastream, written as directories, or split "
	    "into datastreams of\n"
	    "their own.  The same packages give the same bytes.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
