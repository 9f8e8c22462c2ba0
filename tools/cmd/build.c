/*
 * build: sources and payload become a datastream.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "build/build.h"
#include "build/layout.h"
#include "cmd/build_facts.h"
#include "cmd/sign.h"
#include "cmd/verbs.h"
#include "model/vars.h"
#include "os/commit_time.h"
#include "os/file.h"
#include "os/output.h"
#include "report/progress.h"
#include "stream/compress.h"

struct options {
	struct common common;
	const char *output;
	bool force;
	bool dry_run;
	bool force_class;
	const char *directory;
	const char *time;
	struct strings parameters; /* -D */
	const char *payload;       /* -p: PSTAMP with -f */
	const char *prototype;
	struct strings roots;
	const char *base;
	const char *arch;
	const char *version;
	const char *limit;
	struct sign_options sign;
	const char *sbom;
	const char *provenance;
};

static const struct opt options[] = {
    {'o', "output", "FILE",
	"where the datastream goes, `-' for standard "
	"output; default: the package's name and .pkg.  What ends in .gz, "
	".bz2, .xz or .zst is compressed",
	OPT_STRING, offsetof(struct options, output)},
    {0, "force", NULL, "replace an existing file", OPT_FLAG,
	offsetof(struct options, force)},
    {'n', "dry-run", NULL,
	"check everything, print the pkgmap, write "
	"nothing",
	OPT_FLAG, offsetof(struct options, dry_run)},
    {0, "force-class", NULL,
	"only warn of objects whose class is not in CLASSES", OPT_FLAG,
	offsetof(struct options, force_class)},
    {'C', "directory", "DIR", "go there first", OPT_STRING,
	offsetof(struct options, directory)},
    {'t', "time", "EPOCH",
	"seconds that stand for the time of the build, or `git' for those "
	"of the last commit; nothing in the package is newer, and with -f all "
	"of it has that time.  Default: SOURCE_DATE_EPOCH, else the newest "
	"date in manifest or payload",
	OPT_STRING, offsetof(struct options, time)},
    {'D', "define", "NAME=VALUE", "set a parameter or build variable", OPT_LIST,
	offsetof(struct options, parameters)},
    {'p', "payload", "PATH",
	"directory or archive with the files; with "
	"-f: the parameter PSTAMP",
	OPT_STRING, offsetof(struct options, payload)},
    {0, NULL, NULL, "Classic sources, as for pkgmk:", OPT_SECTION, 0},
    {'f', "prototype", "FILE", "the prototype, `-' for standard input",
	OPT_STRING, offsetof(struct options, prototype)},
    {'r', "root", "DIR",
	"directory that holds the objects; up to 8, "
	"searched in turn",
	OPT_LIST, offsetof(struct options, roots)},
    {'b', "base", "DIR", "where relative paths begin, below the roots",
	OPT_STRING, offsetof(struct options, base)},
    {'a', NULL, "ARCH", "the parameter ARCH", OPT_STRING,
	offsetof(struct options, arch)},
    {'v', NULL, "VERSION", "the parameter VERSION", OPT_STRING,
	offsetof(struct options, version)},
    {'l', NULL, "BLOCKS", "refused: packages are made in one part", OPT_STRING,
	offsetof(struct options, limit)},
    {0, NULL, NULL, "To sign the datastream:", OPT_SECTION, 0},
    OPT_SIGN(struct options, sign),
    OPTS_SIGN(struct options, sign),
    {0, NULL, NULL, "With either:", OPT_SECTION, 0},
    {0, "sbom", "FILE",
	"also write the list of contents: SPDX 2.3 in JSON, with digests, "
	"builds and fixes",
	OPT_STRING, offsetof(struct options, sbom)},
    {0, "provenance", "FILE",
	"also write what the package was made from: an in-toto statement with "
	"SLSA provenance",
	OPT_STRING, offsetof(struct options, provenance)},
    OPTS_COMMON(struct options),
};

/* One run of the verb. */
struct build_job {
	const struct options *o;
	struct pkginfo *first; /* -a -v -p */
	struct pkginfo *vars;  /* -D and VAR=value */
	int64_t time;
	struct plan **plans;
	size_t nplans;
	const char *const *manifests; /* one for each plan; NULL: none */
	struct identity id;           /* with --sign */
	struct signer *signer;        /* NULL: not signed */
	struct diag d;
};

static bool
parse_time(const char *text, int64_t *seconds)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 ||
	    n > UINT32_MAX)
		return false;
	*seconds = n;
	return true;
}

/* -t, else SOURCE_DATE_EPOCH, else what the sources say. */
static enum status
resolve_time(struct build_job *job)
{
	const char *env = getenv("SOURCE_DATE_EPOCH");

	job->time = BUILD_TIME_NONE;
	if (job->o->time != NULL && strcmp(job->o->time, "git") == 0)
		return STATUS_OK; /* see commit_time */
	if (job->o->time != NULL) {
		if (!parse_time(job->o->time, &job->time))
			return usage_error(&verb_build,
			    "-t wants seconds since the epoch, not `%s'",
			    job->o->time);
	} else if (env != NULL && env[0] != '\0' &&
	    !parse_time(env, &job->time))
		return usage_error(&verb_build,
		    "SOURCE_DATE_EPOCH is not a number of seconds: `%s'", env);
	return STATUS_OK;
}

/* -a, -v, -p, -D and the operands VAR=value, which are taken out of argv. */
static enum status
set_params(struct build_job *job, int *argc, char **argv)
{
	const struct options *o = job->o;
	int i, kept = 0;
	size_t k;

	if (o->arch != NULL)
		pkginfo_set(job->first, "ARCH", o->arch);
	if (o->version != NULL)
		pkginfo_set(job->first, "VERSION", o->version);
	if (o->prototype != NULL && o->payload != NULL)
		pkginfo_set(job->first, "PSTAMP", o->payload);
	for (k = 0; k < o->parameters.n; k++)
		if (!vars_assign(job->vars, o->parameters.v[k]))
			return usage_error(&verb_build,
			    "-D wants NAME=VALUE, not `%s'",
			    o->parameters.v[k]);
	for (i = 0; i < *argc; i++)
		if (o->prototype == NULL || strchr(argv[i], '=') == NULL)
			argv[kept++] = argv[i];
		else if (!vars_assign(job->vars, argv[i]))
			return usage_error(
			    &verb_build, "`%s' is not VAR=value", argv[i]);
	*argc = kept;
	return STATUS_OK;
}

static void
add_plan(struct build_job *job, struct plan *plan)
{
	if (plan == NULL)
		return;
	job->plans = array_append_room(
	    job->plans, job->nplans, sizeof(*job->plans));
	job->plans[job->nplans++] = plan;
}

static void
plan_prototype(struct build_job *job, const char *name)
{
	const struct options *o = job->o;
	struct build_request r = {.prototype = o->prototype,
	    .roots = o->roots.v,
	    .nroots = o->roots.n,
	    .base = o->base,
	    .name = name,
	    .first = job->first,
	    .vars = job->vars,
	    .force_class = o->force_class,
	    .time = job->time};

	add_plan(job, plan_from_prototype(&r, &job->d));
}

static void
plan_manifests(struct build_job *job, size_t n, const char *const *names)
{
	struct build_request r = {.payload = job->o->payload,
	    .first = job->first,
	    .vars = job->vars,
	    .force_class = job->o->force_class,
	    .time = job->time};
	size_t i;

	job->manifests = names;
	for (i = 0; i < n; i++) {
		r.manifest = names[i];
		add_plan(job, plan_from_manifest(&r, &job->d));
	}
}

static char *
output_name(const struct build_job *job)
{
	if (job->o->output != NULL)
		return xstrdup(job->o->output);
	return xasprintf("%s.pkg", job->plans[0]->name);
}

static void
print_result(
    const struct build_job *job, const struct layout *l, const char *name)
{
	const struct plan *plan;
	size_t i;
	FILE *out = job->o->output != NULL && strcmp(job->o->output, "-") == 0
	    ? stderr
	    : stdout;

	progress_hide();
	if (job->o->common.quiet)
		return;
	for (i = 0; i < job->nplans; i++) {
		plan = job->plans[i];
		fprintf(out, "%s %s: %zu objects\n", plan->name,
		    pkginfo_get(plan->info, "VERSION"), plan->map.objects.n);
	}
	fprintf(out, "%s: %llu bytes\n", name, (unsigned long long)l->total);
	if (job->signer != NULL)
		sign_options_tell(&job->o->sign, &job->id, name, out);
}

/* The signature into the room that the layout has for it. */
static bool
store_signature(struct build_job *job, const struct layout *l,
    const struct output *out, const char *name)
{
	struct buf text = BUF_INIT;
	bool ok = signer_finish(job->signer, &text, &job->d);

	if (ok &&
	    !file_pwrite_full(
		output_fd(out), text.data, text.len, (off_t)l->signature)) {
		diag_system(&job->d, name, "cannot write");
		ok = false;
	}
	buf_free(&text);
	return ok;
}

static bool
write_facts(struct build_job *job, const struct output *out)
{
	const struct build_facts facts = {.sbom = job->o->sbom,
	    .provenance = job->o->provenance,
	    .force = job->o->force,
	    .output = job->o->output,
	    .plans = job->plans,
	    .nplans = job->nplans,
	    .manifests = job->manifests,
	    .prototype = job->o->prototype,
	    .first = job->first,
	    .vars = job->vars,
	    .time = job->time};

	return build_facts_write(&facts, out, &job->d);
}

static void
write_stream(struct build_job *job, const struct layout *l, const char *name)
{
	bool is_signed = job->signer != NULL;
	bool rereads = is_signed || compression_of_name(name) != NULL ||
	    job->o->sbom != NULL || job->o->provenance != NULL;
	struct output *out = rereads
	    ? output_open_seekable(name, job->o->force, &job->d)
	    : output_open(name, job->o->force, &job->d);

	if (out == NULL)
		return;
	if (strcmp(name, "-") == 0)
		name = "standard output";
	if (!layout_write(l, out, name, is_signed ? signer_update : NULL,
		job->signer, &job->d) ||
	    (is_signed && !store_signature(job, l, out, name))) {
		output_discard(out);
		return;
	}
	out = compress_output(out, name, job->o->force, &job->d);
	if (out == NULL)
		return;
	if (!write_facts(job, out))
		output_discard(out);
	else if (output_commit(out, &job->d))
		print_result(job, l, name);
}

static void
write_plans(struct build_job *job)
{
	char *name = output_name(job);
	struct layout *l = layout_make(job->plans, job->nplans,
	    job->signer == NULL ? 0 : signer_size(job->signer), name, &job->d);
	size_t i;

	if (l != NULL && job->o->dry_run)
		for (i = 0; i < job->nplans; i++)
			fputs(buf_text(&job->plans[i]->map_text), stdout);
	else if (l != NULL)
		write_stream(job, l, name);
	layout_free(l);
	free(name);
}

static enum status
check_usage(const struct build_job *job, int argc)
{
	const struct options *o = job->o;

	if (o->limit != NULL)
		return usage_error(
		    &verb_build, "-l: packages are made in one part only");
	if (o->provenance != NULL && o->prototype != NULL &&
	    strcmp(o->prototype, "-") == 0)
		return usage_error(
		    &verb_build, "--provenance needs a prototype in a file");
	if (o->roots.n > BUILD_ROOTS_MAX)
		return usage_error(
		    &verb_build, "more than %d roots", BUILD_ROOTS_MAX);
	if (o->prototype != NULL && argc > 1)
		return usage_error(&verb_build, "more than one package name");
	if (o->prototype != NULL)
		return STATUS_OK;
	if (argc == 0)
		return usage_error(
		    &verb_build, "a manifest or -f PROTOTYPE is missing");
	if (o->payload != NULL && argc > 1)
		return usage_error(
		    &verb_build, "-p goes with one manifest only");
	if (o->roots.n > 0 || o->base != NULL)
		return usage_error(&verb_build, "-r and -b go with -f");
	return STATUS_OK;
}

/* The key is read before anything is built: it may be asked for. */
static bool
prepare_signer(struct build_job *job)
{
	const struct sign_options *o = &job->o->sign;

	if (o->key == NULL)
		return true;
	if (!sign_options_open(o, &job->id, &job->d))
		return false;
	job->signer = signer_new(&job->id, sign_options_solaris10(o), &job->d);
	return job->signer != NULL;
}

static enum status
run_job(struct build_job *job, int argc, char **argv)
{
	const struct options *o = job->o;
	enum status status = resolve_time(job);

	if (status == STATUS_OK)
		status = set_params(job, &argc, argv);
	if (status != STATUS_OK)
		return status;
	status = check_usage(job, argc);
	if (status == STATUS_OK)
		status = sign_options_check(&verb_build, &o->sign);
	if (status != STATUS_OK)
		return status;
	if (o->time != NULL && strcmp(o->time, "git") == 0 &&
	    !commit_time(o->prototype != NULL ? o->prototype : argv[0],
		&job->time, &job->d))
		return print_findings(&job->d, &o->common);
	if (!prepare_signer(job))
		return print_findings(&job->d, &o->common);
	progress_show(o->common.quiet);
	if (o->prototype != NULL)
		plan_prototype(job, argc == 1 ? argv[0] : NULL);
	else
		plan_manifests(job, (size_t)argc, (const char *const *)argv);
	if (diag_status(&job->d) == STATUS_OK && job->nplans > 0)
		write_plans(job);
	progress_hide();
	return print_findings(&job->d, &o->common);
}

static void
free_job(struct build_job *job)
{
	size_t i;

	for (i = 0; i < job->nplans; i++)
		plan_free(job->plans[i]);
	free(job->plans);
	signer_free(job->signer);
	identity_close(&job->id);
	pkginfo_free(job->first);
	pkginfo_free(job->vars);
}

enum status
build_manifests(const char *const *manifests, size_t n, const char *payload,
    const char *name, bool force, const struct common *common, struct diag *d)
{
	const struct options o = {.common = *common,
	    .output = name,
	    .force = force,
	    .payload = payload};
	struct build_job job = {.o = &o,
	    .first = pkginfo_new(),
	    .vars = pkginfo_new(),
	    .d = DIAG_INIT};
	enum status status = resolve_time(&job);

	if (status == STATUS_OK) {
		plan_manifests(&job, n, manifests);
		if (diag_status(&job.d) == STATUS_OK && job.nplans > 0)
			write_plans(&job);
	}
	diag_move(d, &job.d);
	free_job(&job);
	return status;
}

static enum status
run(void *values, int argc, char **argv)
{
	struct build_job job = {.o = values,
	    .first = pkginfo_new(),
	    .vars = pkginfo_new(),
	    .d = DIAG_INIT};
	enum status status;

	if (job.o->directory != NULL && chdir(job.o->directory) == -1) {
		diag_path(&job.d, job.o->directory,
		    "cannot change to this directory");
		status = print_findings(&job.d, &job.o->common);
	} else
		status = run_job(&job, argc, argv);
	free_job(&job);
	return status;
}

const struct verb verb_build = {
    .name = "build",
    .synopsis = "[options] MANIFEST...\n"
		"[options] -f PROTOTYPE [-r ROOT]... [-b BASE] [-a ARCH] "
		"[-v VERSION] [-p PSTAMP] [VAR=value]... [PKG]\n",
    .summary = "make a package from a manifest or a prototype",
    .text = "Makes a datastream that pkgadd takes.  The same input gives the "
	    "same bytes,\n"
	    "on every host and at any time.  Several manifests become several "
	    "packages in\n"
	    "one datastream.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
