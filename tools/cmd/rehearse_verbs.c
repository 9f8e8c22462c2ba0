/*
 * The group of verbs `rehearse`.
 */
#include <stdio.h>

#include "cmd/rehearse.h"
#include "rehearse/limits.h"
#include "run/trace.h"

bool
rehearse_trace(
    const struct trace_values *v, const char *root, struct trace **trace)
{
	struct diag d = DIAG_INIT;

	*trace = NULL;
	if (v->file == NULL)
		return true;
	*trace = trace_open(v->file, v->json, root, &d);
	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
	return *trace != NULL;
}

enum status
rehearse_status(int exit_code)
{
	return (enum status)exit_code;
}

enum status
rehearse_trace_end(struct trace *t, int code)
{
	if (!trace_close(t)) {
		fprintf(stderr, "pkgstream: the trace cannot be written\n");
		return STATUS_SYSTEM;
	}
	return rehearse_status(code);
}

static const struct verb *const group[] = {
    &verb_rehearse_add,
    &verb_rehearse_rm,
    &verb_rehearse_chk,
    &verb_rehearse_ask,
    &verb_rehearse_cycle,
    &verb_rehearse_installf,
    &verb_rehearse_removef,
    &verb_rehearse_pkginfo,
    &verb_rehearse_pkgparam,
    &verb_rehearse_pkgchk,
    NULL,
};

struct group_values {
	struct common common;
	bool limits;
};

static const struct opt group_options[] = {
    {0, "limits", NULL,
	"what a real system does and a rehearsal does "
	"not",
	OPT_FLAG, offsetof(struct group_values, limits)},
    OPTS_COMMON(struct group_values),
};

static enum status
run_group(void *values, int argc, char **argv)
{
	const struct group_values *a = values;
	const struct limit *l;

	(void)argc;
	(void)argv;
	if (!a->limits)
		return usage_error(&verb_rehearse, "a verb is missing");
	for (l = limits; l->name != NULL; l++)
		printf("%s: %s\n", l->name, l->text);
	return STATUS_OK;
}

const struct verb verb_rehearse = {
    .name = "rehearse",
    .synopsis = "add | rm | chk | ask | cycle ...\n--limits",
    .summary = "try packages in a scratch root, with pkgadd's rules",
    .text = "A rehearsal is no package manager: it works on scratch "
	    "roots only, never on the host.",
    .options = group_options,
    .size = sizeof(struct group_values),
    .run = run_group,
    .verbs = group,
};
