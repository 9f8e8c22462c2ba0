/*
 * The package commands that scripts of packages call: rehearse installf,
 * removef, pkginfo and pkgparam; and those for users and groups.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd_rehearse/rehearse.h"
#include "install/installf.h"
#include "report/installed_report.h"
#include "target/account_command.h"

struct installf_options {
	struct common common;
	const char *root, *class;
	bool final, no_unified;
};

#define AT(field) offsetof(struct installf_options, field)

static const struct opt installf_options[] = {
    {'c', NULL, "CLASS", "class of the objects", OPT_STRING, AT(class)},
    {'f', NULL, NULL, "the objects are there now, or gone", OPT_FLAG,
	AT(final)},
    {'R', NULL, "ROOT", "an alternate root", OPT_STRING, AT(root)},
    {'M', NULL, NULL, "accepted as installf does", OPT_FLAG, AT(no_unified)},
    OPTS_COMMON(struct installf_options),
};

static enum status
run_tool(void *values, int argc, char **argv, bool removing)
{
	const struct installf_options *o = values;
	struct run_options run_options = {
	    .out = stdout, .err = stderr, .unattended = true};
	struct installf_request q = {
	    .class = o->class, .final = o->final, .remove = removing};
	struct target *t;
	int code = EXIT_FATAL;

	if (argc < 1 || (o->final ? argc > 1 : argc < 2)) {
		fprintf(stderr,
		    "usage: %s [-c class] PKGINST PATH "
		    "[SPECIFICATION] | -f PKGINST\n",
		    removing ? "removef" : "installf");
		return rehearse_status(EXIT_FATAL);
	}
	q.instance = argv[0];
	q.args = argv + 1;
	q.nargs = (size_t)argc - 1;
	t = rehearse_open_target(o->root);
	if (t != NULL)
		code = installf(&run_options, t, &q);
	target_close(t);
	return rehearse_status(code);
}

static enum status
run_installf(void *values, int argc, char **argv)
{
	return run_tool(values, argc, argv, false);
}

static enum status
run_removef(void *values, int argc, char **argv)
{
	return run_tool(values, argc, argv, true);
}

const struct verb verb_rehearse_installf = {
    .name = "rehearse installf",
    .synopsis = "[-c CLASS] PKGINST PATH [SPECIFICATION] | -f PKGINST",
    .summary = "installf for the scripts of packages",
    .options = installf_options,
    .size = sizeof(struct installf_options),
    .run = run_installf,
    .hidden = true,
};

const struct verb verb_rehearse_removef = {
    .name = "rehearse removef",
    .synopsis = "PKGINST PATH... | -f PKGINST",
    .summary = "removef for the scripts of packages",
    .options = installf_options,
    .size = sizeof(struct installf_options),
    .run = run_removef,
    .hidden = true,
};

#undef AT

struct pkginfo_options {
	struct common common;
	const char *root;
	bool list, terse, complete, partial, values;
};

#define AT(field) offsetof(struct pkginfo_options, field)

static bool
is_wanted(const struct pkginfo_options *o, const struct installed *i, int argc,
    char **argv, bool *used)
{
	bool found = argc == 0;
	int n;

	if ((o->complete && i->partial) || (o->partial && !i->partial))
		return false;
	for (n = 0; n < argc; n++)
		if (instance_matches_name(i->instance, argv[n]))
			found = used[n] = true;
	return found;
}

/* NULL after a message. */
static struct installations *
read_installations(const struct target *t)
{
	struct diag d = DIAG_INIT;
	struct installations *all = installations_read(t, &d);

	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
	return all;
}

static enum status
run_pkginfo(void *values, int argc, char **argv)
{
	const struct pkginfo_options *o = values;
	enum installed_form form = o->list ? INSTALLED_LONG
	    : o->terse                     ? INSTALLED_BRIEF
					   : INSTALLED_LINE;
	struct target *t = rehearse_open_target(o->root);
	struct installations *all;
	bool *used = xcalloc((size_t)argc + 1, sizeof(*used));
	int code = t == NULL ? EXIT_FATAL : EXIT_OK, n;
	size_t i;

	all = t == NULL ? NULL : read_installations(t);
	if (all == NULL)
		code = EXIT_FATAL;
	for (i = 0; all != NULL && i < all->n; i++)
		if (is_wanted(o, &all->v[i], argc, argv, used) &&
		    !o->common.quiet)
			installed_print(&all->v[i], form, stdout);
	for (n = 0; n < argc; n++)
		if (!used[n]) {
			code = EXIT_FATAL;
			if (!o->common.quiet)
				fprintf(stderr,
				    "ERROR: information for "
				    "\"%s\" was not found\n",
				    argv[n]);
		}
	installations_free(all);
	target_close(t);
	free(used);
	return rehearse_status(code);
}

static const struct opt pkginfo_opts[] = {
    {'l', NULL, NULL, "all about each package", OPT_FLAG, AT(list)},
    {'x', NULL, NULL, "name, architecture and version", OPT_FLAG, AT(terse)},
    {'i', NULL, NULL, "complete ones only", OPT_FLAG, AT(complete)},
    {'p', NULL, NULL, "partial ones only", OPT_FLAG, AT(partial)},
    {'R', NULL, "ROOT", "an alternate root", OPT_STRING, AT(root)},
    OPTS_COMMON(struct pkginfo_options),
};

const struct verb verb_rehearse_pkginfo = {
    .name = "rehearse pkginfo",
    .synopsis = "[-qlxip] [-R ROOT] [PKGINST...]",
    .summary = "pkginfo for the scripts of packages",
    .options = pkginfo_opts,
    .size = sizeof(struct pkginfo_options),
    .run = run_pkginfo,
    .hidden = true,
};

static enum status
run_pkgparam(void *values, int argc, char **argv)
{
	const struct pkginfo_options *o = values;
	struct target *t = argc < 1 ? NULL : rehearse_open_target(o->root);
	struct installations *all;
	struct installed *i;
	int code = EXIT_FATAL;

	if (argc < 1)
		fprintf(stderr, "usage: pkgparam [-v] PKGINST [NAME...]\n");
	if (t == NULL)
		return rehearse_status(code);
	all = read_installations(t);
	i = installations_find(all, argv[0]);
	if (i == NULL)
		fprintf(stderr, "pkgparam: ERROR: unable to locate <%s>\n",
		    argv[0]);
	else if (params_print(
		     i->info, argv + 1, (size_t)argc - 1, o->values, stdout))
		code = EXIT_OK;
	installations_free(all);
	target_close(t);
	return rehearse_status(code);
}

static const struct opt pkgparam_options[] = {
    {'v', NULL, NULL, "with names, quoted", OPT_FLAG, AT(values)},
    {'R', NULL, "ROOT", "an alternate root", OPT_STRING, AT(root)},
    OPTS_COMMON(struct pkginfo_options),
};

const struct verb verb_rehearse_pkgparam = {
    .name = "rehearse pkgparam",
    .synopsis = "[-v] [-R ROOT] PKGINST [NAME...]",
    .summary = "pkgparam for the scripts of packages",
    .options = pkgparam_options,
    .size = sizeof(struct pkginfo_options),
    .run = run_pkgparam,
    .hidden = true,
};

struct account_options {
	struct common common;
};

static enum status
run_account(void *values, int argc, char **argv)
{
	struct target *t = argc < 1 ? NULL : rehearse_open_target(NULL);
	int code = EXIT_FATAL;

	(void)values;
	if (t != NULL)
		code = account_command(t, argc, argv);
	target_close(t);
	return rehearse_status(code);
}

static const struct opt account_options[] = {
    OPTS_COMMON(struct account_options),
};

const struct verb verb_rehearse_account = {
    .name = "rehearse account",
    .synopsis = "-- COMMAND [OPTION...] NAME",
    .summary = "useradd and the like for the scripts of packages",
    .options = account_options,
    .size = sizeof(struct account_options),
    .run = run_account,
    .hidden = true,
};
