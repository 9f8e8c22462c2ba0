/*
 * rehearse cycle: installs, checks, removes and compares packages in a scratch
 * root, and with --faults kills their scripts at every fault point.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/words.h"
#include "cmd_rehearse/rehearse.h"
#include "cycle/ignore_patterns.h"
#include "inspect/filter.h"
#include "os/file_ops.h"
#include "os/interrupt.h"
#include "os/own_path.h"
#include "os/process.h"
#include "os/tree.h"
#include "rehearse/session.h"
#include "report/cycle_report.h"
#include "report/fault_progress.h"
#include "root/live.h"
#include "run/script.h"

#define EVERY_MAX    1000000
#define STEP_SECONDS 1800 /* that one step may take */

struct options {
	struct common common;
	const char *base, *release;
	struct strings with;
	const char *admin, *response, *shell, *tools, *start;
	struct strings ignore;
	const char *ignore_file, *expected;
	bool live_only, root_only;
	bool untrusted, unprotected, network;
	bool faults;
	const char *every, *budget;
	bool json, keep;
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
    {0, "shell", "PATH",
	"shell for the scripts; default: the strictest "
	"found",
	OPT_STRING, AT(shell)},
    {0, "tools", "DIR",
	"utilities that the scripts find before those of the "
	"host",
	OPT_STRING, AT(tools)},
    {0, "untrusted", NULL,
	"run nothing unless the host can be protected from scripts in all "
	"respects",
	OPT_FLAG, AT(untrusted)},
    {0, "unprotected", NULL, "run scripts although they can reach the host",
	OPT_FLAG, AT(unprotected)},
    {0, "network", NULL, "scripts may use the host's network", OPT_FLAG,
	AT(network)},
    {0, "root-only", NULL, "only in an alternate root, as with -R", OPT_FLAG,
	AT(root_only)},
    {0, "live-only", NULL, "only as if the root were the running system",
	OPT_FLAG, AT(live_only)},
    {0, "start", "COMMAND",
	"start services with this command in a live "
	"root; they have to run in the end, and no others",
	OPT_STRING, AT(start)},
    {0, "ignore", "PATTERN",
	"do not compare these paths, such as logs "
	"of services",
	OPT_LIST, AT(ignore)},
    {0, "ignore-from", "FILE",
	"the same, a pattern on each line of a file, and comments with #",
	OPT_STRING, AT(ignore_file)},
    {0, "expect", "SOURCE",
	"after the installation, all that this directory or package has must "
	"be there, too",
	OPT_STRING, AT(expected)},
    {0, "faults", NULL,
	"cut the power at every point where scripts "
	"change files, and see whether all is recovered",
	OPT_FLAG, AT(faults)},
    {0, "every", "N", "at every N-th point only", OPT_STRING, AT(every)},
    {0, "budget", "TIME",
	"for no longer than this, such as 90s, 5m or 1h, at the most telling "
	"points first",
	OPT_STRING, AT(budget)},
    {0, "json", NULL, "the report as JSON", OPT_FLAG, AT(json)},
    {0, "keep", NULL, "leave the roots in place and say where", OPT_FLAG,
	AT(keep)},
    OPTS_COMMON(struct options),
};

#undef AT

/* The work of one call of the verb. */
struct cycle_job {
	const struct options *o;
	struct cycle_request request;
	size_t every;         /* every n-th fault point is tried */
	double budget;        /* seconds of the faults of a mode; 0: any */
	char *dir;            /* scratch directory, which we made; or NULL */
	struct json *json;    /* the report; NULL: as text */
	size_t modes;         /* that were rehearsed */
	bool has_findings;    /* something is wrong with the packages */
	struct diag left_out; /* why a mode is not rehearsed on this host */
	struct diag d;
};

/* Which faults are tried, and for how long. */
static enum status
parse_sample(struct cycle_job *job)
{
	const char *every = job->o->every, *budget = job->o->budget;
	uint64_t n = 1;

	if (every != NULL &&
	    (!number_parse(
		 (struct slice){every, strlen(every)}, 10, EVERY_MAX, &n) ||
		n == 0))
		return usage_error(&verb_rehearse_cycle,
		    "--every wants a number from 1, not `%s'", every);
	job->every = (size_t)n;
	if (budget != NULL && !duration_parse(budget, &job->budget))
		return usage_error(&verb_rehearse_cycle,
		    "--budget wants a time such as 90s, 5m or 1h, not `%s'",
		    budget);
	return STATUS_OK;
}

static enum status
check_usage(const struct options *o, int argc)
{
	if (argc == 0)
		return usage_error(&verb_rehearse_cycle,
		    "the name of a package file or directory is missing");
	if (o->live_only && o->root_only)
		return usage_error(&verb_rehearse_cycle,
		    "--live-only and --root-only exclude each other");
	if (o->untrusted && o->network)
		return usage_error(&verb_rehearse_cycle,
		    "--untrusted and --network exclude each other");
	if ((o->every != NULL || o->budget != NULL) && !o->faults)
		return usage_error(&verb_rehearse_cycle,
		    "--every and --budget go with --faults");
	if (o->base != NULL && o->release != NULL)
		return usage_error(&verb_rehearse_cycle,
		    "--base and --release exclude each other");
	return STATUS_OK;
}

/* The named packages, or all, in the order of the source. */
static bool
pick_names(struct cycle_job *job, const char *path, int argc, char **argv)
{
	struct package_reader *s = reader_open(path, &job->d);
	struct cycle_request *q = &job->request;
	bool *picked;
	size_t i;

	picked = s == NULL ? NULL
			   : filter_packages(s, (const char *const *)argv,
				 (size_t)argc, &job->d);
	for (i = 0; picked != NULL && i < reader_count(s); i++) {
		if (!picked[i])
			continue;
		q->names = array_append_room(
		    q->names, q->nnames, sizeof(*q->names));
		q->names[q->nnames++] = xstrdup(reader_package(s, i)->name);
	}
	free(picked);
	reader_close(s);
	return picked != NULL && q->nnames > 0;
}

static bool
make_directory(struct cycle_job *job)
{
	char *name = make_temporary(temporary_directory(), "pkgstream-cycle-");

	if (name == NULL)
		diag_system(&job->d, temporary_directory(),
		    "cannot make a directory in it");
	else
		job->dir = realpath(name, NULL);
	free(name);
	return job->dir != NULL;
}

static void
print_names(const struct cycle_job *job)
{
	size_t i;

	for (i = 0; i < job->request.nnames; i++)
		printf("%s%s", job->request.names[i],
		    i + 1 < job->request.nnames ? " " : ", ");
}

static void
print_report(struct cycle_job *job, const struct cycle_report *report)
{
	if (!cycle_result_is_clean(report->result) ||
	    (report->campaign != NULL && report->campaign->nlost_trials > 0))
		job->has_findings = true;
	if (job->json != NULL)
		cycle_print_json(job->json, report);
	else if (!job->o->common.quiet) {
		if (job->modes == 1)
			print_names(job);
		cycle_print_text(report, job->o->common.verbose);
	}
	fflush(stdout);
}

static bool
try_faults(struct cycle_job *job, const struct cycle *c,
    struct fault_campaign *campaign)
{
	double now = monotonic_seconds();
	struct fault_progress progress = {
	    .mode = cycle_mode_name(&c->result), .begin = now, .shown = now};
	struct fault_plan plan = {.every = job->every,
	    .seconds = job->budget,
	    .show_progress = job->o->common.quiet ? NULL : fault_progress_show,
	    .arg = &progress};

	return fault_campaign_run(campaign, c, &plan, &job->d);
}

/* Reports a cycle that has run, after the faults that were asked for. */
static bool
report_cycle(struct cycle_job *job, const struct cycle *c)
{
	struct fault_campaign campaign = {.lost_trials = NULL};
	struct cycle_report report = {.result = &c->result};
	bool ok = true;

	report.faults_skipped = job->o->faults &&
	    !cycle_result_is_clean(&c->result);
	if (job->o->faults && !report.faults_skipped) {
		ok = try_faults(job, c, &campaign);
		report.campaign = ok ? &campaign : NULL;
	}
	print_report(job, &report);
	fault_campaign_free(&campaign);
	return ok;
}

static bool
run_mode(struct cycle_job *job, bool live)
{
	char *dir = xasprintf("%s/%s", job->dir, live ? "live" : "root");
	struct cycle *c;
	bool ok;

	job->request.live = live;
	job->request.dir = dir;
	c = mkdir(dir, 0755) == -1 ? NULL : cycle_new(&job->request, &job->d);
	ok = c != NULL && cycle_run(c, &job->d) && report_cycle(job, c);
	if (is_interrupted()) {
		diag_add(&job->d, SEVERITY_SYSTEM, NULL, 0, NULL, NULL,
		    "interrupted");
		ok = false;
	}
	cycle_free(c);
	free(dir);
	return ok;
}

/* Has the warning been given for another mode? */
static bool
is_known(const struct diag *d, const char *text)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		if (strcmp(d->v[i].text, text) == 0)
			return true;
	return false;
}

/* Keeps what a probe has found, without the name of the root it was tried in. */
static void
keep_findings(
    struct cycle_job *job, const struct diag *probe, bool can, bool live)
{
	const size_t prefix = strlen(LIVE_REFUSED);
	const struct finding *f;
	size_t i, skip;

	for (i = 0; i < probe->n; i++) {
		f = &probe->v[i];
		skip = strncmp(f->text, LIVE_REFUSED, prefix) == 0 ? prefix : 0;
		if (!can && f->severity >= SEVERITY_ERROR)
			diag_add(&job->left_out, SEVERITY_SYSTEM,
			    live ? "live" : "alternate root", 0, NULL, f->rule,
			    "%s", f->text + skip);
		else if (can && !is_known(&job->d, f->text))
			diag_warn(&job->d, NULL, 0, f->rule, "%s", f->text);
	}
}

/* Can this host rehearse in such a root? */
static bool
host_can_run(struct cycle_job *job, bool live)
{
	const struct cycle_request *q = &job->request;
	char *root = xasprintf("%s/probe", job->dir);
	struct exec_env_options env_options = {.root = root,
	    .live = live,
	    .shell = q->shell,
	    .tools = q->tools,
	    .protection = q->protection,
	    .network = q->network};
	struct diag d = DIAG_INIT;
	bool can = false;

	if (mkdir(root, 0755) == -1)
		diag_system(&d, root, "cannot make the directory");
	else
		can = exec_env_probe(&env_options, &d);
	(void)tree_remove(root);
	keep_findings(job, &d, can, live);
	diag_free(&d);
	free(root);
	return can;
}

/* False ends the whole run. */
static bool
try_mode(struct cycle_job *job, bool live)
{
	bool can = host_can_run(job, live);

	job->modes += can;
	return !can || run_mode(job, live);
}

static void
begin_report(struct cycle_job *job)
{
	const struct options *o = job->o;
	size_t i;

	if (o->json) {
		job->json = json_new(stdout);
		json_object(job->json, NULL);
		json_array(job->json, "packages");
		for (i = 0; i < job->request.nnames; i++)
			json_string(job->json, NULL, job->request.names[i]);
		json_end(job->json);
		json_array(job->json, "modes");
	}
}

/*
 * What this host does not allow is left out, unless it was asked for or nothing
 * else is left; that is told once.
 */
static void
end_report(struct cycle_job *job)
{
	const struct diag *out = &job->left_out;
	bool insists = job->o->live_only || job->o->root_only ||
	    job->modes == 0;
	size_t i;

	if (job->json != NULL) {
		json_end(job->json);
		json_array(job->json, "left_out");
		for (i = 0; i < out->n; i++) {
			json_row(job->json, NULL);
			json_string(job->json, "mode", out->v[i].file);
			json_string(job->json, "why", out->v[i].text);
			json_end(job->json);
		}
		json_free(job->json);
	} else if (!insists && !job->o->common.quiet)
		for (i = 0; i < out->n; i++)
			printf("left out: %s: %s\n", out->v[i].file,
			    out->v[i].text);
	if (insists)
		diag_move(&job->d, &job->left_out);
}

static void
run_modes(struct cycle_job *job)
{
	begin_report(job);
	if (job->o->live_only || try_mode(job, false))
		if (!job->o->root_only)
			(void)try_mode(job, true);
	end_report(job);
}

static enum status
run_job(struct cycle_job *job, int argc, char **argv)
{
	enum status status;
	char *self = own_program_path();
	size_t i;

	job->request.self = self;
	if (job->o->faults && faults_unsupported() != NULL)
		diag_add(&job->d, SEVERITY_SYSTEM, NULL, 0, NULL, NULL, "%s",
		    faults_unsupported());
	else if (pick_names(job, argv[0], argc - 1, argv + 1) &&
	    make_directory(job)) {
		catch_interrupts();
		(void)chmod(job->dir, 0755);
		run_modes(job);
		if (job->o->keep)
			fprintf(stderr, "the roots are in %s\n", job->dir);
		else if (!tree_remove(job->dir))
			diag_system(&job->d, job->dir, "cannot take away");
	}
	status = print_findings(&job->d, &job->o->common);
	for (i = 0; i < job->request.nnames; i++)
		free((char *)(uintptr_t)job->request.names[i]);
	free(job->request.names);
	diag_free(&job->left_out);
	free(job->dir);
	free(self);
	return status == STATUS_OK && job->has_findings ? STATUS_FINDINGS
							: status;
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct cycle_job job = {.o = o, .d = DIAG_INIT};
	enum status status = check_usage(o, argc);
	struct ignore_patterns ignore = {NULL, 0};
	unsigned release;

	if (status == STATUS_OK && o->base != NULL &&
	    !rehearse_root_is_allowed(&verb_rehearse_cycle, o->base))
		status = STATUS_USAGE;
	if (status == STATUS_OK)
		status = parse_sample(&job);
	if (status == STATUS_OK &&
	    !rehearse_parse_release(&verb_rehearse_cycle, o->release, &release))
		status = STATUS_USAGE;
	if (status != STATUS_OK)
		return status;
	ignore_patterns_add(&ignore, o->ignore.v, o->ignore.n);
	if (o->ignore_file != NULL &&
	    !ignore_patterns_read(&ignore, o->ignore_file, &job.d)) {
		ignore_patterns_free(&ignore);
		return print_findings(&job.d, &o->common);
	}
	job.request = (struct cycle_request){.source = argv[0],
	    .base = o->base,
	    .release = release,
	    .with = o->with.v,
	    .nwith = o->with.n,
	    .expected = o->expected,
	    .admin = o->admin,
	    .response = o->response,
	    .shell = o->shell,
	    .tools = o->tools,
	    .start = o->start,
	    .protection = o->untrusted ? PROTECTION_COMPLETE
		: o->unprotected       ? PROTECTION_NONE
				       : PROTECTION_DEFAULT,
	    .network = o->network,
	    .ignore = ignore.v,
	    .nignore = ignore.n,
	    .seconds = STEP_SECONDS};
	status = run_job(&job, argc, argv);
	ignore_patterns_free(&ignore);
	return status;
}

const struct verb verb_rehearse_cycle = {
    .name = "rehearse cycle",
    .synopsis = "[options] FILE|DIRECTORY [PKG]...",
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
