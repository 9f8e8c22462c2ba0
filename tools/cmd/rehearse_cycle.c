/*
 * rehearse cycle: a package's whole life, and power cuts in it.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/rehearse.h"
#include "inspect/filter.h"
#include "os/interrupt.h"
#include "os/own_path.h"
#include "os/tree.h"
#include "rehearse/session.h"
#include "report/cycle_report.h"
#include "root/root_copy.h"
#include "run/script.h"

#define EVERY_MAX 1000000

struct options {
	struct common common;
	const char *base;
	struct strings with;
	const char *admin, *response, *shell, *start;
	struct strings ignore;
	bool live_only, root_only;
	bool faults;
	const char *every;
	bool json, keep;
};

#define AT(field) offsetof(struct options, field)

static const struct opt options[] = {
    {0, "base", "ROOT",
	"rehearse in a copy of this root; default: one "
	"like that of a fresh system",
	OPT_STRING, AT(base)},
    {0, "with", "SOURCE", "install these packages first", OPT_LIST, AT(with)},
    {'a', NULL, "ADMIN", "admin file; default: one that asks nothing",
	OPT_STRING, AT(admin)},
    {'r', NULL, "RESPONSE", "response file, or directory of them", OPT_STRING,
	AT(response)},
    {0, "shell", "PATH",
	"shell for the scripts; default: the strictest "
	"found",
	OPT_STRING, AT(shell)},
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
    {0, "faults", NULL,
	"cut the power at every point where scripts "
	"change files, and see whether all is recovered",
	OPT_FLAG, AT(faults)},
    {0, "every", "N", "at every N-th point only", OPT_STRING, AT(every)},
    {0, "json", NULL, "the report as JSON", OPT_FLAG, AT(json)},
    {0, "keep", NULL, "leave the roots in place and say where", OPT_FLAG,
	AT(keep)},
    OPTS_COMMON(struct options),
};

#undef AT

/* One call of the verb. */
struct cycle_job {
	const struct options *o;
	struct cycle_request q;
	size_t every;
	char *dir;         /* scratch, ours */
	struct json *json; /* or NULL */
	const char *mode;  /* that is at work, for the progress */
	bool progress;     /* somebody looks */
	bool found;        /* something is wrong with the package */
	struct diag d;
};

static void
show_progress(void *arg, size_t done, size_t all, size_t lost)
{
	const struct cycle_job *job = arg;

	if (!job->progress)
		return;
	fprintf(stderr, "\r%s: %zu of %zu power cuts, %zu lost ", job->mode,
	    done, all, lost);
	if (done == all)
		fputc('\n', stderr);
}

static enum status
settle_every(struct cycle_job *job)
{
	char *end;
	unsigned long n = 1;

	if (job->o->every != NULL) {
		errno = 0;
		n = strtoul(job->o->every, &end, 10);
		if (*end != '\0' || errno != 0 || n == 0 || n > EVERY_MAX)
			return usage_error(&verb_rehearse_cycle,
			    "--every wants a number from 1, not `%s'",
			    job->o->every);
	}
	job->every = n;
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
	if (o->every != NULL && !o->faults)
		return usage_error(
		    &verb_rehearse_cycle, "--every goes with --faults");
	return STATUS_OK;
}

/* The packages that are meant, in the order of the source. */
static bool
pick_names(struct cycle_job *job, const char *path, int argc, char **argv)
{
	struct package_reader *s = reader_open(path, &job->d);
	bool *picked;
	size_t i;

	picked = s == NULL ? NULL
			   : filter_packages(s, (const char *const *)argv,
				 (size_t)argc, &job->d);
	for (i = 0; picked != NULL && i < reader_count(s); i++) {
		if (!picked[i])
			continue;
		job->q.names = xreallocarray(
		    job->q.names, job->q.nnames + 1, sizeof(*job->q.names));
		job->q.names[job->q.nnames++] = xstrdup(
		    reader_package(s, i)->name);
	}
	free(picked);
	reader_close(s);
	return picked != NULL && job->q.nnames > 0;
}

static bool
make_directory(struct cycle_job *job)
{
	char *name = xasprintf(
	    "%s/pkgstream-cycle-XXXXXXXX", temporary_directory());

	if (mkdtemp(name) == NULL)
		diag_system(&job->d, name, "cannot make the directory");
	else
		job->dir = realpath(name, NULL);
	free(name);
	return job->dir != NULL;
}

/* The steps tell whether the host can do what is asked. */
static bool
is_possible(struct cycle_job *job, const struct cycle *c)
{
	const char *why;
	size_t i;

	for (i = 0; i < c->nsteps; i++) {
		why = strstr(c->steps[i].output, "no live rehearsal: ");
		if (why == NULL)
			continue;
		diag_add(&job->d, SEVERITY_SYSTEM, NULL, 0, NULL, NULL,
		    "%.*s (--root-only does without)", (int)strcspn(why, "\n"),
		    why);
		return false;
	}
	return true;
}

static void
report(struct cycle_job *job, const struct mode_report *m)
{
	if (!cycle_is_clean(m->cycle) ||
	    (m->fault_campaign != NULL && m->fault_campaign->nlosses > 0))
		job->found = true;
	if (job->json != NULL)
		report_json(job->json, m);
	else if (!job->o->common.quiet)
		report_text(m, job->o->common.verbose);
	fflush(stdout);
}

static bool
try_faults(struct cycle_job *job, const struct cycle *c, struct mode_report *m,
    struct fault_campaign *a)
{
	struct progress p = {show_progress, job};

	if (!fault_campaign_run(a, c, job->every, &p, &job->d))
		return false;
	m->fault_campaign = a;
	return true;
}

static bool
run_mode(struct cycle_job *job, bool live)
{
	struct fault_campaign fault_campaign = {.losses = NULL};
	struct mode_report m = {.cycle = NULL};
	struct cycle *c;
	bool ok = false;
	char *dir = xasprintf("%s/%s", job->dir, live ? "live" : "root");

	job->q.live = live;
	job->q.dir = dir;
	c = mkdir(dir, 0755) == -1 ? NULL : cycle_new(&job->q, &job->d);
	if (c != NULL && cycle_run(c, &job->d) && is_possible(job, c)) {
		ok = true;
		m.cycle = c;
		job->mode = mode_name(c);
		m.unclean = job->o->faults && !cycle_is_clean(c);
		if (job->o->faults && !m.unclean)
			ok = try_faults(job, c, &m, &fault_campaign);
		report(job, &m);
	}
	if (is_interrupted()) {
		diag_add(&job->d, SEVERITY_SYSTEM, NULL, 0, NULL, NULL,
		    "interrupted");
		ok = false;
	}
	fault_campaign_free(&fault_campaign);
	cycle_free(c);
	free(dir);
	return ok;
}

static void
run_modes(struct cycle_job *job)
{
	const struct options *o = job->o;
	size_t i;

	if (o->json) {
		job->json = json_new(stdout);
		json_object(job->json, NULL);
		json_array(job->json, "packages");
		for (i = 0; i < job->q.nnames; i++)
			json_string(job->json, NULL, job->q.names[i]);
		json_end(job->json);
		json_array(job->json, "modes");
	} else if (!o->common.quiet)
		for (i = 0; i < job->q.nnames; i++)
			printf("%s%s", job->q.names[i],
			    i + 1 < job->q.nnames ? " " : ", ");
	if (o->live_only || run_mode(job, false))
		if (!o->root_only)
			(void)run_mode(job, true);
	if (job->json != NULL)
		json_free(job->json);
}

static enum status
run_job(struct cycle_job *job, int argc, char **argv)
{
	enum status status;
	char *self = own_program_path();
	size_t i;

	job->q.self = self;
	job->progress = isatty(STDERR_FILENO) && !job->o->common.quiet;
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
	for (i = 0; i < job->q.nnames; i++)
		free((char *)(uintptr_t)job->q.names[i]);
	free(job->q.names);
	free(job->dir);
	free(self);
	return status == STATUS_OK && job->found ? STATUS_FINDINGS : status;
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct cycle_job job = {.o = o, .d = DIAG_INIT};
	enum status status = check_usage(o, argc);

	if (status == STATUS_OK && o->base != NULL &&
	    !rehearse_root_is_allowed(&verb_rehearse_cycle, o->base))
		status = STATUS_USAGE;
	if (status == STATUS_OK)
		status = settle_every(&job);
	if (status != STATUS_OK)
		return status;
	job.q = (struct cycle_request){.source = argv[0],
	    .base = o->base,
	    .with = o->with.v,
	    .nwith = o->with.n,
	    .admin = o->admin,
	    .response = o->response,
	    .shell = o->shell,
	    .start = o->start,
	    .ignore = o->ignore.v,
	    .nignore = o->ignore.n};
	return run_job(&job, argc, argv);
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
