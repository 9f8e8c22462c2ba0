/*
 * The verbs add, rm, chk and ask of rehearse.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/rehearse.h"
#include "rehearse/session.h"
#include "root/host_guard.h"

bool
rehearse_root_is_allowed(const struct verb *v, const char *root)
{
	const char *match = host_guard_match(root);

	if (match != NULL)
		fprintf(stderr,
		    "pkgstream %s: %s is the running system (its "
		    "%s is the host's): a rehearsal never works on the host "
		    "itself\n",
		    v->name, root, match);
	return match == NULL;
}

bool
rehearse_options(const struct verb *v, const struct rehearse_common *c,
    struct exec_env_options *env_options, struct run_options *options)
{
	*options = (struct run_options){.out = stdout, .err = stderr};
	*env_options = (struct exec_env_options){
	    .root = c->root, .shell = c->shell, .start_command = c->start};
	if (c->root != NULL && c->live != NULL) {
		(void)usage_error(v, "-R and --live exclude each other");
		return false;
	}
	if (c->live != NULL) {
		env_options->root = c->live;
		env_options->live = true;
	}
	if (c->start != NULL && c->live == NULL) {
		(void)usage_error(v, "--start goes with --live");
		return false;
	}
	if (env_options->root == NULL) {
		(void)usage_error(v,
		    "-R ROOT or --live ROOT is missing: a "
		    "rehearsal never works on the host itself");
		return false;
	}
	return c->callback || rehearse_root_is_allowed(v, env_options->root);
}

struct add_values {
	struct common common;
	struct rehearse_common rehearse;
	bool unattended, no_copyright, no_unified;
	bool global_only, initial, shell_trace;
	bool own_parts;
	const char *admin, *response, *source;
	struct trace_values trace;
};

#define AT(field) offsetof(struct add_values, field)

static const struct opt add_options[] = {
    {'d', NULL, "SOURCE", "datastream or spool directory", OPT_STRING,
	AT(source)},
    {'n', NULL, NULL, "never ask", OPT_FLAG, AT(unattended)},
    {'a', NULL, "ADMIN", "admin file", OPT_STRING, AT(admin)},
    {'r', NULL, "RESPONSE", "response file, or directory of them", OPT_STRING,
	AT(response)},
    OPTS_REHEARSE(struct add_values),
    {'S', NULL, NULL, "no copyright text", OPT_FLAG, AT(no_copyright)},
    {'M', NULL, NULL, "sets PKG_NO_UNIFIED", OPT_FLAG, AT(no_unified)},
    {'G', NULL, NULL, "this zone only", OPT_FLAG, AT(global_only)},
    {'I', NULL, NULL, "sets PKG_INIT_INSTALL", OPT_FLAG, AT(initial)},
    {'v', NULL, NULL, "trace scripts with sh -x", OPT_FLAG, AT(shell_trace)},
    {0, "own-parts", NULL,
	"give each package of a stream its own "
	"parts, which the recorded pkgadd does not",
	OPT_FLAG, AT(own_parts)},
    OPTS_TRACE(struct add_values),
    OPTS_COMMON(struct add_values),
};

#undef AT

static enum status
run_add_or_ask(const struct verb *v, struct add_values *a, int argc,
    char **argv, bool asking)
{
	struct add_request q = {.source = a->source,
	    .names = (const char **)(uintptr_t)argv,
	    .nnames = (size_t)argc,
	    .admin = a->admin,
	    .response = a->response,
	    .asking = asking,
	    .own_parts = a->own_parts};
	struct exec_env_options env_options;
	struct run_options options;
	struct trace *trace;
	int code;

	if (!rehearse_options(v, &a->rehearse, &env_options, &options))
		return STATUS_USAGE;
	if (a->source == NULL)
		return usage_error(v, "-d SOURCE is missing");
	if (asking && a->response == NULL)
		return usage_error(v, "-r FILE is missing");
	if (a->unattended && argc == 0)
		return usage_error(v, "-n needs the packages, or `all'");
	options.unattended = a->unattended;
	options.no_copyright = a->no_copyright;
	options.no_unified = a->no_unified;
	options.global_only = a->global_only;
	options.initial = a->initial;
	options.shell_trace = a->shell_trace;
	if (!rehearse_trace(&a->trace, env_options.root, &trace))
		return STATUS_SYSTEM;
	code = session_add(&env_options, &options, &q, trace);
	return rehearse_trace_end(trace, code);
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
    .synopsis = "[-nSMGIv] [-a ADMIN] [-r RESPONSE] -R ROOT | --live ROOT "
		"-d SOURCE [PKG...|all]",
    .summary = "install packages into a scratch root as pkgadd does",
    .options = add_options,
    .size = sizeof(struct add_values),
    .run = run_add,
};

const struct verb verb_rehearse_ask = {
    .name = "rehearse ask",
    .synopsis = "-R ROOT | --live ROOT -r RESPONSE -d SOURCE [PKG...]",
    .summary = "run request scripts and keep the answers, as pkgask does",
    .options = add_options,
    .size = sizeof(struct add_values),
    .run = run_ask,
};

struct rm_values {
	struct common common;
	struct rehearse_common rehearse;
	bool unattended, no_unified, shell_trace;
	const char *admin;
	struct trace_values trace;
};

#define AT(field) offsetof(struct rm_values, field)

static const struct opt rm_options[] = {
    {'n', NULL, NULL, "never ask", OPT_FLAG, AT(unattended)},
    {'a', NULL, "ADMIN", "admin file", OPT_STRING, AT(admin)},
    OPTS_REHEARSE(struct rm_values),
    {'M', NULL, NULL, "accepted as pkgrm does", OPT_FLAG, AT(no_unified)},
    {'v', NULL, NULL, "trace scripts with sh -x", OPT_FLAG, AT(shell_trace)},
    OPTS_TRACE(struct rm_values),
    OPTS_COMMON(struct rm_values),
};

#undef AT

static enum status
run_rm(void *values, int argc, char **argv)
{
	struct rm_values *a = values;
	struct remove_request q = {.names = (const char **)(uintptr_t)argv,
	    .nnames = (size_t)argc,
	    .admin = a->admin};
	struct exec_env_options env_options;
	struct run_options options;
	struct trace *trace;

	if (!rehearse_options(
		&verb_rehearse_rm, &a->rehearse, &env_options, &options))
		return STATUS_USAGE;
	if (argc == 0)
		return usage_error(
		    &verb_rehearse_rm, "the packages to remove are missing");
	options.unattended = a->unattended;
	options.shell_trace = a->shell_trace;
	if (!rehearse_trace(&a->trace, env_options.root, &trace))
		return STATUS_SYSTEM;
	return rehearse_trace_end(
	    trace, session_remove(&env_options, &options, &q, trace));
}

const struct verb verb_rehearse_rm = {
    .name = "rehearse rm",
    .synopsis = "[-nMv] [-a ADMIN] -R ROOT | --live ROOT PKGINST...",
    .summary = "remove packages from a scratch root as pkgrm does",
    .options = rm_options,
    .size = sizeof(struct rm_values),
    .run = run_rm,
};
