/*
 * rehearse pkginfo and pkgparam, which the scripts of packages call as pkginfo
 * and pkgparam.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/rehearse.h"
#include "report/installed_report.h"

struct options {
	struct common common;
	const char *root;
	bool list, terse, complete, partial, values;
};

#define AT(field) offsetof(struct options, field)

static bool
is_wanted(const struct options *o, const struct installed *i, int argc,
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

static enum status
run_pkginfo(void *values, int argc, char **argv)
{
	const struct options *o = values;
	enum installed_form form = o->list ? INSTALLED_LONG
	    : o->terse                     ? INSTALLED_BRIEF
					   : INSTALLED_LINE;
	struct target *t = rehearse_open_target(o->root);
	struct installations *all;
	bool *used = xcalloc((size_t)argc + 1, sizeof(*used));
	int code = t == NULL ? EXIT_FATAL : EXIT_OK, n;
	size_t i;

	all = t == NULL ? NULL : installations_read(t);
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

static const struct opt pkginfo_options[] = {
    {'l', NULL, NULL, "all about each package", OPT_FLAG, AT(list)},
    {'x', NULL, NULL, "name, architecture and version", OPT_FLAG, AT(terse)},
    {'i', NULL, NULL, "complete ones only", OPT_FLAG, AT(complete)},
    {'p', NULL, NULL, "partial ones only", OPT_FLAG, AT(partial)},
    {'R', NULL, "ROOT", "an alternate root", OPT_STRING, AT(root)},
    OPTS_COMMON(struct options),
};

const struct verb verb_rehearse_pkginfo = {
    .name = "rehearse pkginfo",
    .synopsis = "[-qlxip] [-R ROOT] [PKGINST...]",
    .summary = "pkginfo for the scripts of packages",
    .options = pkginfo_options,
    .size = sizeof(struct options),
    .run = run_pkginfo,
    .hidden = true,
};

static enum status
run_pkgparam(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct target *t = argc < 1 ? NULL : rehearse_open_target(o->root);
	struct installations *all;
	struct installed *i;
	int code = EXIT_FATAL;

	if (argc < 1)
		fprintf(stderr, "usage: pkgparam [-v] PKGINST [NAME...]\n");
	if (t == NULL)
		return rehearse_status(code);
	all = installations_read(t);
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
    OPTS_COMMON(struct options),
};

const struct verb verb_rehearse_pkgparam = {
    .name = "rehearse pkgparam",
    .synopsis = "[-v] [-R ROOT] PKGINST [NAME...]",
    .summary = "pkgparam for the scripts of packages",
    .options = pkgparam_options,
    .size = sizeof(struct options),
    .run = run_pkgparam,
    .hidden = true,
};
