/*
 * rehearse rm: pkgrm.
 */
#include <stdint.h>

#include "cmd_rehearse/rehearse.h"
#include "rehearse/session.h"

struct options {
	struct common common;
	struct rehearse_common rehearse;
	bool unattended, no_unified, shell_trace;
	const char *admin;
	struct trace_values trace;
};

#define AT(field) offsetof(struct options, field)

static const struct opt options[] = {
    {'n', NULL, NULL, "never ask", OPT_FLAG, AT(unattended)},
    {'a', NULL, "ADMIN", "admin file", OPT_STRING, AT(admin)},
    OPTS_REHEARSE(struct options),
    {'M', NULL, NULL, "accepted as pkgrm does", OPT_FLAG, AT(no_unified)},
    {'v', NULL, NULL, "trace scripts with sh -x", OPT_FLAG, AT(shell_trace)},
    OPTS_TRACE(struct options),
    OPTS_COMMON(struct options),
};

static enum status
run_session(const struct options *o, const struct exec_env_options *env_options,
    struct run_options *run_options, const struct remove_request *q)
{
	struct trace *trace;

	run_options->unattended = o->unattended;
	run_options->shell_trace = o->shell_trace;
	if (!rehearse_open_trace(
		&o->trace, env_options->root, run_options, &trace))
		return STATUS_SYSTEM;
	return rehearse_close_trace(
	    trace, session_remove(env_options, run_options, q, trace));
}

static enum status
run(void *values, int argc, char **argv)
{
	struct options *o = values;
	struct remove_request q = {.names = (const char **)(uintptr_t)argv,
	    .nnames = (size_t)argc,
	    .admin = o->admin};
	struct exec_env_options env_options;
	struct run_options run_options;
	enum status status = STATUS_USAGE;

	if (rehearse_set_options(
		&verb_rehearse_rm, &o->rehearse, &env_options, &run_options))
		status = argc == 0
		    ? usage_error(&verb_rehearse_rm,
			  "the packages to remove are missing")
		    : run_session(o, &env_options, &run_options, &q);
	rehearse_free_options(&o->rehearse);
	return status;
}

const struct verb verb_rehearse_rm = {
    .name = "rehearse rm",
    .synopsis = "[-nMv] [-a ADMIN] -R ROOT | --live ROOT PKGINST...",
    .summary = "remove packages from a scratch root as pkgrm does",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
