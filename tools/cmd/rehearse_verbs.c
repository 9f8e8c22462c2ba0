/*
 * The group of verbs `rehearse`.
 */
#include "cmd/rehearse.h"

bool
rehearse_trace(const struct trace_values *v, const struct settings *set,
    struct trace **trace)
{
	struct diag d = DIAG_INIT;

	*trace = NULL;
	if (v->file == NULL)
		return true;
	*trace = trace_open(v->file, v->json, set->root, &d);
	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
	return *trace != NULL;
}

enum status
rehearse_trace_end(struct trace *t, int code)
{
	if (!trace_close(t)) {
		fprintf(stderr, "pkgstream: the trace cannot be written\n");
		return STATUS_SYSTEM;
	}
	return (enum status)code;
}

static const struct verb *const group[] = {
	&verb_rehearse_add, &verb_rehearse_rm, &verb_rehearse_chk,
	&verb_rehearse_ask, &verb_rehearse_cycle, &verb_rehearse_installf,
	&verb_rehearse_removef, &verb_rehearse_pkginfo,
	&verb_rehearse_pkgparam, &verb_rehearse_pkgchk, NULL
};

const struct verb verb_rehearse = {
	.name = "rehearse",
	.synopsis = "add | rm | chk | ask | cycle ...",
	.summary = "try packages in a scratch root, with pkgadd's rules",
	.verbs = group
};
