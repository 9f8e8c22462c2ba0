/*
 * rehearse: the group of its verbs, and what they share.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/words.h"
#include "cmd_rehearse/rehearse.h"
#include "os/file_ops.h"
#include "os/own_path.h"
#include "os/owner.h"
#include "rehearse/limits.h"
#include "root/host_guard.h"
#include "root/live.h"
#include "root/scratch.h"
#include "run/trace.h"

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

/* A root that is not there gives the same path without its dots. */
static char *
absolute_path(const char *path)
{
	char *cwd = path[0] == '/' ? NULL : getcwd(NULL, 0);
	char *whole = path_join(cwd == NULL ? "/" : cwd, path);

	free(cwd);
	return whole;
}

bool
rehearse_parse_release(
    const struct verb *v, const char *text, unsigned *release)
{
	uint64_t n = SCRATCH_RELEASE;

	if (text != NULL &&
	    (!number_parse((struct slice){text, strlen(text)}, 10,
		 SCRATCH_RELEASE_MAX, &n) ||
		n < SCRATCH_RELEASE_MIN)) {
		(void)usage_error(
		    v, "--release wants 8, 9, 10 or 11, not `%s'", text);
		return false;
	}
	*release = (unsigned)n;
	return true;
}

enum status
rehearse_provide_root(const struct verb *v, const struct rehearse_common *c)
{
	const char *root = c->absolute;
	struct diag d = DIAG_INIT;
	enum status status = STATUS_OK;

	if (!scratch_is_wanted(root))
		return STATUS_OK;
	if (c->strict && c->live == NULL) {
		if (!make_directories(root, 0755)) {
			diag_system(&d, root, "cannot make the directory");
			status = STATUS_SYSTEM;
		}
	} else if (scratch_make(root, SCRATCH_RELEASE, &d))
		fprintf(stderr,
		    "pkgstream %s: %s was empty and is a root like a fresh "
		    "Solaris %d now\n",
		    v->name, root, SCRATCH_RELEASE);
	else
		status = diag_status(&d);
	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
	return status;
}

bool
rehearse_protection(const struct verb *v, const struct script_options *s,
    enum protection *protection)
{
	if (s->untrusted && (s->unprotected || s->network)) {
		(void)usage_error(v, "--untrusted and --%s exclude each other",
		    s->unprotected ? "unprotected" : "network");
		return false;
	}
	*protection = s->untrusted ? PROTECTION_COMPLETE
	    : s->unprotected       ? PROTECTION_NONE
				   : PROTECTION_DEFAULT;
	return true;
}

/* Which root, and whether it is a live one; false after a message. */
static bool
set_root(const struct verb *v, struct rehearse_common *c,
    struct exec_env_options *env_options)
{
	if (c->root != NULL && c->live != NULL) {
		(void)usage_error(v, "-R and --live exclude each other");
		return false;
	}
	if (c->scripts.start != NULL && c->live == NULL) {
		(void)usage_error(v, "--start goes with --live");
		return false;
	}
	env_options->live = c->live != NULL;
	env_options->root = c->live != NULL ? c->live : c->root;
	if (env_options->root == NULL) {
		(void)usage_error(v,
		    "-R ROOT or --live ROOT is missing: a "
		    "rehearsal never works on the host itself");
		return false;
	}
	if (c->strict && env_options->root[0] != '/') {
		(void)usage_error(v,
		    "%s: the native tools want an absolute path for a root",
		    env_options->root);
		return false;
	}
	c->absolute = absolute_path(env_options->root);
	env_options->root = c->absolute;
	return true;
}

bool
rehearse_set_options(const struct verb *v, struct rehearse_common *c,
    struct exec_env_options *env_options, struct run_options *options)
{
	*options = (struct run_options){.out = stdout,
	    .err = stderr,
	    .unprotected = c->scripts.unprotected,
	    .running_accounts = c->strict};
	*env_options = (struct exec_env_options){.shell = c->scripts.shell,
	    .tools = c->scripts.tools,
	    .start_command = c->scripts.start,
	    .network = c->scripts.network};
	if (!rehearse_protection(v, &c->scripts, &env_options->protection) ||
	    !set_root(v, c, env_options))
		return false;
	if (!c->callback)
		return rehearse_root_is_allowed(v, env_options->root);
	if (!c->scripts.untrusted)
		env_options->protection = PROTECTION_NONE;
	return true;
}

void
rehearse_free_options(struct rehearse_common *c)
{
	free(c->absolute);
	c->absolute = NULL;
}

bool
rehearse_open_trace(const struct trace_values *v, const char *root,
    struct run_options *options, struct trace **trace)
{
	struct diag d = DIAG_INIT;
	bool ok = true;

	*trace = NULL;
	if (v->times != NULL) {
		options->times = fopen(v->times, "ae");
		ok = options->times != NULL;
		if (!ok)
			diag_system(&d, v->times, "cannot open");
	}
	if (ok && v->file != NULL) {
		*trace = trace_open(v->file, v->json, root, &d);
		ok = *trace != NULL;
	}
	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
	return ok;
}

enum status
rehearse_status(int exit_code)
{
	return (enum status)exit_code;
}

enum status
rehearse_close_trace(struct trace *t, int code)
{
	if (!trace_close(t)) {
		fprintf(stderr, "pkgstream: the trace cannot be written\n");
		return STATUS_SYSTEM;
	}
	return rehearse_status(code);
}

const char *
rehearse_callback_root(const char *root)
{
	char *self = own_program_path();
	bool live = strcmp(self, LIVE_SELF) == 0;

	free(self);
	if (root == NULL)
		root = getenv("PKG_INSTALL_ROOT");
	if (live)
		return root == NULL || *root == '\0' ? "/" : root;
	if (root != NULL && *root != '\0' && host_guard_match(root) == NULL)
		return root;
	fprintf(stderr,
	    "this is for scripts of packages in a rehearsal; here it would "
	    "work on the running system\n");
	return NULL;
}

struct target *
rehearse_open_target(const char *root)
{
	struct diag d = DIAG_INIT;
	struct target *t;

	root = rehearse_callback_root(root);
	if (root == NULL)
		return NULL;
	t = target_open(root, true, owner_is_free(), &d);
	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
	return t;
}

static const struct verb *const verbs[] = {
    &verb_rehearse_add,
    &verb_rehearse_rm,
    &verb_rehearse_chk,
    &verb_rehearse_ask,
    &verb_rehearse_root,
    &verb_rehearse_cycle,
    &verb_rehearse_installf,
    &verb_rehearse_removef,
    &verb_rehearse_pkginfo,
    &verb_rehearse_pkgparam,
    &verb_rehearse_pkgchk,
    &verb_rehearse_account,
    NULL,
};

struct options {
	struct common common;
	bool limits;
};

static const struct opt options[] = {
    {0, "limits", NULL,
	"what a real system does and a rehearsal does "
	"not",
	OPT_FLAG, offsetof(struct options, limits)},
    OPTS_COMMON(struct options),
};

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	const struct limit *l;

	(void)argc;
	(void)argv;
	if (!o->limits)
		return usage_error(&verb_rehearse, "a verb is missing");
	for (l = limits; l->name != NULL; l++)
		printf("%s: %s\n", l->name, l->text);
	return STATUS_OK;
}

const struct verb verb_rehearse = {
    .name = "rehearse",
    .synopsis = "add | rm | chk | ask | root | cycle ...\n--limits",
    .summary = "try packages in a scratch root, with pkgadd's rules",
    .text = "A rehearsal is no package manager: it works on scratch "
	    "roots only, never on the host.",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
    .verbs = verbs,
};
