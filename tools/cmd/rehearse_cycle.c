/*
 * The verb cycle of rehearse, and the group itself with its limits.
 */
#include "cmd/rehearse.h"
#include "rehearse/cycle.h"

struct cycle_values {
	struct common	 common;
	const char	*base, *admin, *response, *shell;
	struct strings	 with, ignore;
	bool		 alternate, live, faults, json;
};

#define AT(field)	offsetof(struct cycle_values, field)

static const struct opt cycle_options[] = {
	{ 0, "base", "ROOT", "begin with a copy of this root", OPT_STRING,
	    AT(base) },
	{ 0, "with", "SOURCE", "install this before; may be given several "
	    "times", OPT_LIST, AT(with) },
	{ 0, "ignore", "PATTERN", "do not compare these paths", OPT_LIST,
	    AT(ignore) },
	{ 'a', NULL, "ADMIN", "admin file; default: nothing is asked",
	    OPT_STRING, AT(admin) },
	{ 'r', NULL, "RESPONSE", "response file", OPT_STRING, AT(response) },
	{ 0, "alternate", NULL, "only as an alternate root (-R)", OPT_FLAG,
	    AT(alternate) },
	{ 0, "live", NULL, "only as the running system", OPT_FLAG,
	    AT(live) },
	{ 0, "faults", NULL, "kill everything before each change that a "
	    "script makes, and see whether it can be mended", OPT_FLAG,
	    AT(faults) },
	{ 0, "shell", "PATH", "shell for the scripts", OPT_STRING,
	    AT(shell) },
	{ 0, "json", NULL, "the report as JSON lines", OPT_FLAG, AT(json) },
	OPTS_COMMON(struct cycle_values)
};

#undef AT

static enum status
run_cycle(void *values, int argc, char **argv)
{
	struct cycle_values *a = values;
	bool both = a->alternate == a->live;
	struct cycle_request q = { .base = a->base, .with = a->with.v,
	    .nwith = a->with.n, .ignore = a->ignore.v,
	    .nignore = a->ignore.n, .admin = a->admin, .response = a->response,
	    .shell = a->shell, .alternate = both || a->alternate,
	    .live = both || a->live, .faults = a->faults, .json = a->json,
	    .verbose = a->common.verbose, .out = stdout };
	struct diag d = DIAG_INIT;
	enum status status;
	int wrong;

	if (argc != 1)
		return usage_error(&verb_rehearse_cycle,
		    "one package file is wanted");
	q.source = argv[0];
	wrong = cycle_run(&q, &d);
	status = finish(&d, &a->common);
	if (status != STATUS_OK)
		return status;
	if (!a->json && !a->common.quiet)
		printf(wrong == 0 ? "no difference is left\n" :
		    "%d differences and failures\n", wrong);
	return wrong == 0 ? STATUS_OK : STATUS_FINDINGS;
}

const struct verb verb_rehearse_cycle = {
	.name = "rehearse cycle",
	.synopsis = "[--base ROOT] [--with SOURCE]... [--faults] [--json] "
	    "FILE.pkg",
	.summary = "install, check and remove; nothing may be left",
	.options = cycle_options,
	.size = sizeof(struct cycle_values),
	.run = run_cycle
};
