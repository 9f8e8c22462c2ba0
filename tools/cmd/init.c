/*
 * init: first sources of a package from what is there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "cmd/init_options.h"
#include "cmd/verbs.h"
#include "init/init.h"
#include "init/owners.h"
#include "init/package_sources.h"
#include "init/staging.h"
#include "model/object.h"
#include "os/file.h"
#include "os/file_ops.h"
#include "os/tree.h"

/* One run of the verb. */
struct init_job {
	const struct init_options *o;
	const char *dir;    /* where the sources go */
	const char *stream; /* where the package goes; NULL: as by default */
	const char *input;  /* the tree, the archive, NEW */
	struct inventory *from, *to;
	struct differences differences;
	struct init_settings set;
	struct init_rules rules;
	struct init_sources out;
	char *sources; /* made for --build: a temporary directory */
	char *payload;
	bool payload_is_found; /* by a build without -p */
	enum status status;    /* of what is no finding */
	struct diag d;
};

static void
print_path(const char *path)
{
	puts(path);
}

/* Moves everything in place; quiet: without a word. */
static bool
commit(struct init_job *job, struct staging *st)
{
	bool says = !job->o->common.quiet && job->sources == NULL;

	return staging_commit(
	    st, job->o->force, says ? print_path : NULL, &job->d);
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

/* The manifest of the folder, NULL: of the sources; the caller frees. */
static char *
manifest_path(const struct init_job *job, const char *folder)
{
	char *dir = folder == NULL ? xstrdup(job->dir)
				   : path_join(job->dir, folder);
	char *path = strcmp(dir, ".") == 0 ? xstrdup("manifest.xml")
					   : path_join(dir, "manifest.xml");

	free(dir);
	return path;
}

/* Prints a blank and a word as a shell has to be given it. */
static void
print_word(const char *word)
{
	putchar(' ');
	if (word[strspn(word,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
		"wxyz0123456789+,-./:=@_")] == '\0') {
		fputs(word, stdout);
		return;
	}
	putchar('\'');
	for (; *word != '\0'; word++)
		if (*word == '\'')
			fputs("'\\''", stdout);
		else
			putchar(*word);
	putchar('\'');
}

/* Builds the manifests, or says how; payload: where it is, or NULL. */
static void
go_on(struct init_job *job, char **manifests, size_t n, const char *payload)
{
	const struct init_options *o = job->o;
	size_t i;

	if (o->build && diag_status(&job->d) == STATUS_OK) {
		enum status status = build_manifests(
		    (const char *const *)manifests, n, payload, job->stream,
		    o->force, &o->common, &job->d);

		if (status != STATUS_OK)
			job->status = status;
	} else if (!o->common.quiet) {
		printf("now: pkgstream build");
		if (payload != NULL) {
			print_word("-p");
			print_word(payload);
		}
		for (i = 0; i < n; i++)
			print_word(manifests[i]);
		putchar('\n');
	}
}

static void
go_on_one(struct init_job *job)
{
	char *manifest = manifest_path(job, NULL);

	go_on(job, &manifest, 1,
	    job->to->kind == INVENTORY_PACKAGE ||
		    (job->payload_is_found && job->sources == NULL)
		? NULL
		: job->input);
	free(manifest);
}

static void
write_sources(struct init_job *job)
{
	struct staging *st = staging_begin(job->dir, &job->d);
	bool ok = st != NULL && init_write(&job->out, st, &job->d);

	if (ok && job->to->kind == INVENTORY_PACKAGE)
		ok = unpack_payload(job, st);
	if (ok && commit(job, st))
		go_on_one(job);
	else if (!ok)
		staging_discard(st);
}

static void
go_on_packages(struct init_job *job, struct package_reader *s)
{
	size_t n = reader_count(s), i;
	char **manifests = xcalloc(n, sizeof(*manifests));

	for (i = 0; i < n; i++)
		manifests[i] = manifest_path(
		    job, n == 1 ? NULL : reader_package(s, i)->name);
	go_on(job, manifests, n, NULL);
	for (i = 0; i < n; i++)
		free(manifests[i]);
	free(manifests);
}

/* Sources of every package of the input, each in a folder if several. */
static void
rewrite_packages(struct init_job *job, struct package_reader *s)
{
	struct pkginfo *changes = pkginfo_new();
	struct staging *st = staging_begin(job->dir, &job->d);
	size_t n = reader_count(s), i;
	bool ok = st != NULL;

	settings_list_given(&job->set, changes);
	for (i = 0; ok && i < n; i++)
		ok = package_sources(s, i, changes, st,
		    n == 1 ? "." : reader_package(s, i)->name, &job->d);
	if (!ok)
		staging_discard(st);
	else if (commit(job, st))
		go_on_packages(job, s);
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

	if (list->n == 0 && !job->o->common.quiet)
		printf("no differences between %s and %s\n", job->o->from,
		    job->o->to);
	for (i = 0; i < list->n; i++) {
		x = &list->v[i];
		if (x->cover == COVER_NONE)
			diag_warn(&job->d, NULL, 0, NULL, "%s: not covered: %s",
			    x->path, x->reason);
	}
	if (list->n > 0 && !job->o->common.quiet)
		printf("%zu of %zu differences are covered\n", list->covered,
		    list->n);
	if (list->covered < list->n || list->n == 0)
		job->status = STATUS_FINDINGS;
	return list->covered > 0;
}

static bool
set_patch(struct init_job *job)
{
	if (!settings_patch(
		&job->set, job->from, job->to, job->input, &job->d)) {
		job->status = usage_error(&verb_init,
		    "the inputs do not tell%s", buf_text(&job->set.missing));
		return false;
	}
	job->payload = settings_name_payload(
	    job->dir, job->input, job->to, &job->payload_is_found);
	job->set.payload = job->payload;
	print_assumed(job);
	return true;
}

static void
make_patch(struct init_job *job)
{
	job->from = inventory_read(job->o->from, &job->d);
	job->to = inventory_read(job->input, &job->d);
	if (job->from == NULL || job->to == NULL ||
	    !inventory_add_origin(
		job->from, job->o->from, &job->o->set, &job->d) ||
	    !inventory_add_origin(job->to, job->input, &job->o->set, &job->d))
		return;
	owners_check(job->to, job->input, &job->d);
	inventory_align(job->from, job->o->from, job->to, job->input, &job->d);
	rules_apply(&job->rules, job->to, &job->d);
	rules_exclude(&job->rules, job->from);
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
	struct origin *origin;

	if (job->o->from != NULL) {
		make_patch(job);
		return;
	}
	if (take_packages(job))
		return;
	job->to = inventory_read(job->input, &job->d);
	if (job->to == NULL)
		return;
	origin = origin_read(job->input, &job->d);
	if (diag_status(&job->d) == STATUS_OK) {
		owners_keep(job->to, origin, &job->set);
		rules_apply(&job->rules, job->to, &job->d);
		owners_check(job->to, job->input, &job->d);
		job->payload = settings_name_payload(
		    job->dir, job->input, job->to, &job->payload_is_found);
		job->set.payload = job->payload;
		settings_first(&job->set, job->input, job->to, origin, &job->d);
		print_assumed(job);
		init_first(job->to, job->input, &job->set, &job->rules, origin,
		    &job->out, &job->d);
		write_sources(job);
	}
	origin_free(origin);
}

/* With --build alone the sources are in a temporary directory. */
static void
choose_directory(struct init_job *job)
{
	const char *tmp = getenv("TMPDIR");
	const char *directory;

	init_options_places(job->o, &directory, &job->stream);
	job->dir = directory == NULL ? "." : directory;
	if (!job->o->build || directory != NULL)
		return;
	job->sources = make_temporary(
	    tmp == NULL || tmp[0] == '\0' ? "/tmp" : tmp, "pkgstream-init.");
	if (job->sources == NULL)
		diag_system(&job->d, tmp, "cannot make a directory there");
	job->dir = job->sources;
}

static void
free_job(struct init_job *job)
{
	if (job->sources != NULL)
		(void)tree_remove(job->sources);
	free(job->sources);
	inventory_free(job->from);
	inventory_free(job->to);
	init_free(&job->out);
	differences_free(&job->differences);
	settings_free(&job->set);
	free(job->payload);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct init_options *o = values;
	struct init_job job = {.o = o, .d = DIAG_INIT};
	enum status status = init_options_take(
	    o, argc, &job.set, &job.rules, &job.out, &job.d);

	if (status != STATUS_OK) {
		diag_free(&job.d);
		free_job(&job);
		return status;
	}
	job.input = o->to != NULL ? o->to : argv[0];
	choose_directory(&job);
	if (diag_status(&job.d) == STATUS_OK)
		make_sources(&job);
	free_job(&job);
	status = print_findings(&job.d, &o->common);
	return status == STATUS_OK ? job.status : status;
}

const struct verb verb_init = {
    .name = "init",
    .synopsis = "[options] TREE|ARCHIVE|PACKAGE\n"
		"[options] --from OLD --to NEW\n",
    .summary = "make first sources of a package",
    .text =
	"Writes manifest.xml, pkgproto and pkginfo, to be edited and built. "
	"pkgstream-init(1) explains each option.\n"
	"\n"
	"  pkgstream init --build --pkg ACMEtool --basedir / stage\n"
	"  pkgstream init --build tool_1.2-1_all.deb\n"
	"  pkgstream init --build --from tool-1.pkg --to tool-2.pkg",
    .options = init_opts,
    .size = sizeof(struct init_options),
    .run = run,
};
