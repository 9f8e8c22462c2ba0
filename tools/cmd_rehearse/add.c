/*
 * rehearse add and rehearse ask: pkgadd and pkgask.
 */
#include <stdint.h>

#include "cmd_rehearse/rehearse.h"
#include "rehearse/dry_run_report.h"
#include "rehearse/session.h"

struct options {
	struct common common;
	struct rehearse_common rehearse;
	bool unattended, no_copyright, no_unified;
	bool global_only, initial, shell_trace;
	bool own_parts;
	const char *admin, *response, *source, *dry_run;
	struct trace_values trace;
};

#define AT(field) offsetof(struct options, field)

static const struct opt options[] = {
    {'d', NULL, "SOURCE", "datastream or spool directory", OPT_STRING,
	AT(source)},
    {'n', NULL, NULL, "never ask", OPT_FLAG, AT(unattended)},
    {'a', NULL, "ADMIN", "admin file", OPT_STRING, AT(admin)},
    {'r', NULL, "RESPONSE", "response file, or directory of them", OPT_STRING,
	AT(response)},
    OPTS_REHEARSE(struct options),
    {'S', NULL, NULL, "no copyright text", OPT_FLAG, AT(no_copyright)},
    {'M', NULL, NULL, "sets PKG_NO_UNIFIED", OPT_FLAG, AT(no_unified)},
    {'G', NULL, NULL, "this zone only", OPT_FLAG, AT(global_only)},
    {'I', NULL, NULL, "sets PKG_INIT_INSTALL", OPT_FLAG, AT(initial)},
    {'v', NULL, NULL, "trace scripts with sh -x", OPT_FLAG, AT(shell_trace)},
    {0, "own-parts", NULL,
	"give each package of a stream its own "
	"parts, which the recorded pkgadd does not",
	OPT_FLAG, AT(own_parts)},
    {'D', NULL, "DIR",
	"dry run: install nothing, and write into the directory what would be "
	"done",
	OPT_STRING, AT(dry_run)},
    OPTS_TRACE(struct options),
    OPTS_COMMON(struct options),
};

static enum status
check_usage(
    const struct verb *v, const struct options *o, int argc, bool asking)
{
	if (o->source == NULL)
		return usage_error(v, "-d SOURCE is missing");
	if (asking && o->response == NULL)
		return usage_error(v, "-r FILE is missing");
	if (o->unattended && argc == 0)
		return usage_error(v, "-n needs the packages, or `all'");
	if (asking && o->dry_run != NULL)
		return usage_error(v, "-D is for installations");
	return STATUS_OK;
}

/* Runs the session and writes what it found without changing anything. */
static int
run_dry(const struct options *o, const struct exec_env_options *env_options,
    struct run_options *run_options, const struct add_request *q,
    struct trace *trace)
{
	struct dry_run dry;
	struct diag d = DIAG_INIT;
	int code = EXIT_INTERNAL;

	run_options->dry_run = &dry;
	if (!dry_run_open(&dry))
		diag_system(&d, NULL, "cannot make a temporary file");
	else {
		code = session_add(env_options, run_options, q, trace);
		if (!dry_run_write(&dry, o->dry_run,
			env_options->live ? "" : env_options->root, code, &d))
			code = EXIT_INTERNAL;
	}
	dry_run_close(&dry);
	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
	return code;
}

static enum status
run_session(const struct options *o, const struct exec_env_options *env_options,
    struct run_options *run_options, const struct add_request *q)
{
	struct trace *trace;

	run_options->unattended = o->unattended;
	run_options->no_copyright = o->no_copyright;
	run_options->no_unified = o->no_unified;
	run_options->global_only = o->global_only;
	run_options->initial = o->initial;
	run_options->shell_trace = o->shell_trace;
	if (!rehearse_open_trace(
		&o->trace, env_options->root, run_options, &trace))
		return STATUS_SYSTEM;
	return rehearse_close_trace(trace,
	    o->dry_run != NULL
		? run_dry(o, env_options, run_options, q, trace)
		: session_add(env_options, run_options, q, trace));
}

static enum status
run_add_or_ask(
    const struct verb *v, struct options *o, int argc, char **argv, bool asking)
{
	struct add_request q = {.source = o->source,
	    .names = (const char **)(uintptr_t)argv,
	    .nnames = (size_t)argc,
	    .admin = o->admin,
	    .response = o->response,
	    .asking = asking,
	    .own_parts = o->own_parts};
	struct exec_env_options env_options;
	struct run_options run_options;
	enum status status = STATUS_USAGE;

	if (rehearse_set_options(v, &o->rehearse, &env_options, &run_options))
		status = check_usage(v, o, argc, asking);
	if (status == STATUS_OK)
		status = rehearse_provide_root(v, &o->rehearse);
	if (status == STATUS_OK)
		status = run_session(o, &env_options, &run_options, &q);
	rehearse_free_options(&o->rehearse);
	return status;
}

static enum status
run_add(void *values, int argc, char **argv)
{
	return run_add_or_ask(&verb_rehearse_add, values, argc, argv, false);
}

static enum status
run_ask(void *values, int argc, char **argv)
{
	return run_add_or_ask(&verb_rehearse_ask, values, argc, argv, true);
}

const struct verb verb_rehearse_add = {
    .name = "rehearse add",
    .synopsis = "[-nSMGIv] [-a ADMIN] [-r RESPONSE] [-D DIR] -R ROOT | "
		"--live ROOT -d SOURCE [PKG...|all]",
    .summary = "install packages into a scratch root as pkgadd does",
    .options = options,
    .size = sizeof(struct options),
    .run = run_add,
};

const struct verb verb_rehearse_ask = {
    .name = "rehearse ask",
    .synopsis = "-R ROOT | --live ROOT -r RESPONSE -d SOURCE [PKG...]",
    .summary = "run request scripts and keep the answers, as pkgask does",
    .options = options,
    .size = sizeof(struct options),
    .run = run_ask,
};
