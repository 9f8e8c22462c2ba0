/*
 * rehearse cycle: installs, checks, removes and compares packages in a scratch
 * root, and with --faults kills their scripts at every fault point.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd_rehearse/cycle_job.h"
#include "cmd_rehearse/cycle_sources.h"
#include "cmd_rehearse/rehearse.h"
#include "cycle/ignore_patterns.h"

#define STEP_SECONDS 1800 /* that one step may take */

struct options {
	struct common common;
	const char *base, *release;
	struct strings with;
	const char *admin, *response;
	struct script_options scripts;
	struct strings ignore;
	const char *ignore_file, *expected, *updated;
	bool live_only, root_only;
	struct fault_options faults;
	const char *html;
	bool json, force, keep;
};

#define AT(field) offsetof(struct options, field)

static const struct opt options[] = {
    {0, "base", "ROOT",
	"rehearse in a copy of this root; default: one "
	"like that of a fresh system",
	OPT_STRING, AT(base)},
    OPT_RELEASE(struct options, release),
    {0, "with", "SOURCE", "install these packages first", OPT_LIST, AT(with)},
    {'a', NULL, "ADMIN", "admin file; default: one that asks nothing",
	OPT_STRING, AT(admin)},
    {'r', NULL, "RESPONSE", "response file, or directory of them", OPT_STRING,
	AT(response)},
    OPTS_SCRIPTS(struct options, scripts),
    {0, "root-only", NULL, "only in an alternate root, as with -R", OPT_FLAG,
	AT(root_only)},
    {0, "live-only", NULL, "only as if the root were the running system",
	OPT_FLAG, AT(live_only)},
    {0, "ignore", "PATTERN",
	"do not compare these paths, such as logs "
	"of services",
	OPT_LIST, AT(ignore)},
    {0, "ignore-from", "FILE",
	"the same, a pattern on each line of a file, and comments with #; "
	"default: NAME.ignore beside NAME.pkg",
	OPT_STRING, AT(ignore_file)},
    {0, "upgrade-from", "SOURCE",
	"install the packages of this older source first, and the new ones "
	"over them",
	OPT_STRING, AT(updated)},
    {0, "expect", "SOURCE",
	"after the installation, all that this directory, archive or package "
	"has must be there, too",
	OPT_STRING, AT(expected)},
    OPTS_FAULTS(struct options, faults),
    {0, "json", NULL, "the report as JSON", OPT_FLAG, AT(json)},
    {0, "html", "FILE",
	"write the report as a page of HTML, complete in itself, too",
	OPT_STRING, AT(html)},
    {0, "force", NULL, "replace an existing file of --html", OPT_FLAG,
	AT(force)},
    {0, "keep", NULL, "leave the roots in place and say where", OPT_FLAG,
	AT(keep)},
    OPTS_COMMON(struct options),
};

#undef AT

static enum status
check_usage(const struct options *o, int argc)
{
	if (argc == 0)
		return usage_error(&verb_rehearse_cycle,
		    "the name of a package file or directory is missing");
	if (o->live_only && o->root_only)
		return usage_error(&verb_rehearse_cycle,
		    "--live-only and --root-only exclude each other");
	if (o->base != NULL && o->release != NULL)
		return usage_error(&verb_rehearse_cycle,
		    "--base and --release exclude each other");
	return STATUS_OK;
}

static enum status
run_job(struct cycle_job *job, const struct options *o, int argc, char **argv)
{
	const char *unsupported = o->faults.wanted ? faults_unsupported()
						   : NULL;
	struct cycle_sources sources = {NULL, 0};
	enum status status;
	bool ok = true;

	if (unsupported != NULL)
		diag_add(&job->d, SEVERITY_SYSTEM, NULL, 0, NULL, NULL, "%s",
		    unsupported);
	else if (cycle_sources_read(
		     &sources, o->updated, argc, argv, &job->d)) {
		job->request.sources = sources.v;
		job->request.nsources = sources.n;
		if (o->faults.wanted && sources.n > 1)
			diag_error(&job->d, NULL, 0, NULL,
			    "--faults tries one source; --with installs the "
			    "packages before it");
		else
			ok = cycle_job_run(job);
	}
	cycle_job_report_failure(job);
	status = print_findings(&job->d, &o->common);
	cycle_sources_free(&sources);
	return status == STATUS_OK && !ok ? STATUS_FINDINGS : status;
}

/* The request of the options, but for the sources. */
static enum status
set_request(struct cycle_request *q, const struct options *o)
{
	const struct script_options *s = &o->scripts;

	*q = (struct cycle_request){.base = o->base,
	    .with = o->with.v,
	    .nwith = o->with.n,
	    .expected = o->expected,
	    .admin = o->admin,
	    .response = o->response,
	    .shell = s->shell,
	    .tools = s->tools,
	    .start = s->start,
	    .network = s->network,
	    .seconds = STEP_SECONDS};
	if (!rehearse_protection(&verb_rehearse_cycle, s, &q->protection) ||
	    !rehearse_parse_release(
		&verb_rehearse_cycle, o->release, &q->release) ||
	    (o->base != NULL &&
		!rehearse_root_is_allowed(&verb_rehearse_cycle, o->base)))
		return STATUS_USAGE;
	return STATUS_OK;
}

/* Of the command line, or else of the file beside the first package. */
static bool
read_ignore_patterns(struct cycle_job *job, struct ignore_patterns *ignore,
    const struct options *o, const char *source)
{
	ignore_patterns_add(ignore, o->ignore.v, o->ignore.n);
	if (o->ignore_file != NULL)
		job->ignore_file = xstrdup(o->ignore_file);
	else
		job->ignore_file = ignore_patterns_beside(source);
	if (job->ignore_file != NULL &&
	    !ignore_patterns_read(ignore, job->ignore_file, &job->d))
		return false;
	job->request.ignore = ignore->v;
	job->request.nignore = ignore->n;
	return true;
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct cycle_job job = {.live_only = o->live_only,
	    .root_only = o->root_only,
	    .as_json = o->json,
	    .quiet = o->common.quiet,
	    .verbose = o->common.verbose,
	    .html_file = o->html,
	    .force = o->force,
	    .keep = o->keep,
	    .d = DIAG_INIT};
	struct ignore_patterns ignore = {NULL, 0};
	enum status status = check_usage(o, argc);

	if (status == STATUS_OK)
		status = choose_faults(
		    &verb_rehearse_cycle, &o->faults, &job.faults);
	if (status == STATUS_OK)
		status = set_request(&job.request, o);
	if (status != STATUS_OK)
		return status;
	if (read_ignore_patterns(&job, &ignore, o, argv[0]))
		status = run_job(&job, o, argc, argv);
	else {
		cycle_job_report_failure(&job);
		status = print_findings(&job.d, &o->common);
	}
	ignore_patterns_free(&ignore);
	free(job.ignore_file);
	return status;
}

const struct verb verb_rehearse_cycle = {
    .name = "rehearse cycle",
    .synopsis = "[options] FILE|DIRECTORY [PKG...] ...",
    .summary = "install, check and remove packages, and compare",
    .text = "Installs the packages in a scratch root, checks them, removes "
	    "them, and compares\n"
	    "the root with what it was, to the byte; once with -R and once "
	    "as if it were the\n"
	    "running system.  With --faults everything is killed at each "
	    "point in turn, and\n"
	    "then a removal has to give the old state, and a second "
	    "installation the new one.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
