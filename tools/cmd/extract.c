/*
 * extract: unpack a package without installing it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/verbs.h"
#include "inspect/extract.h"
#include "report/progress.h"
#include "report/text.h"

struct options {
	struct common common;
	const char *directory;
	bool spool;
	bool force;
	struct strings packages;
	struct strings volumes;
	struct strings classes;
	const char *types;
	const char *basedir;
	struct strings vars;
	bool information;
	bool owner;
	bool no_owner;
};

static const struct opt options[] = {
    {'C', "directory", "DIR",
	"write below DIR, which stands for the "
	"root of the system; default: where you are",
	OPT_STRING, offsetof(struct options, directory)},
    {0, "spool", NULL,
	"write the package itself, as a directory of "
	"packages that pkgadd and pkgtrans take",
	OPT_FLAG, offsetof(struct options, spool)},
    {0, "force", NULL, "replace what is there", OPT_FLAG,
	offsetof(struct options, force)},
    OPT_PKG(struct options, packages),
    OPT_VOLUME(struct options, volumes),
    {'c', "class", "CLASS", "only objects of this class", OPT_LIST,
	offsetof(struct options, classes)},
    {'t', "type", "LETTERS", "only objects of these types, as in list",
	OPT_STRING, offsetof(struct options, types)},
    {'b', "basedir", "PATH",
	"where relative paths go, in place of the "
	"package's BASEDIR",
	OPT_STRING, offsetof(struct options, basedir)},
    {'D', "define", "NAME=VALUE", "set a variable that paths use", OPT_LIST,
	offsetof(struct options, vars)},
    {'i', "information", NULL,
	"scripts and pkginfo too, to "
	"var/sadm/pkg",
	OPT_FLAG, offsetof(struct options, information)},
    {0, "owner", NULL,
	"set owner, group and set-uid bits; default for "
	"root",
	OPT_FLAG, offsetof(struct options, owner)},
    {0, "no-owner", NULL, "leave them", OPT_FLAG,
	offsetof(struct options, no_owner)},
    OPTS_COMMON(struct options),
};

static void
print_path(const char *path)
{
	char *text = text_printable(path);

	puts(text);
	free(text);
}

/* -b and -D as parameters; NULL after a message. */
static struct pkginfo *
read_vars(const struct options *o)
{
	struct pkginfo *vars = pkginfo_new();
	const char *value;
	char *name;
	size_t i;

	for (i = 0; i < o->vars.n; i++) {
		value = strchr(o->vars.v[i], '=');
		if (value == NULL || value == o->vars.v[i]) {
			(void)usage_error(&verb_extract,
			    "-D wants NAME=VALUE, not `%s'", o->vars.v[i]);
			pkginfo_free(vars);
			return NULL;
		}
		name = xstrndup(o->vars.v[i], (size_t)(value - o->vars.v[i]));
		pkginfo_set(vars, name, value + 1);
		free(name);
	}
	if (o->basedir != NULL)
		pkginfo_set(vars, "BASEDIR", o->basedir);
	return vars;
}

static void
extract(struct package_reader *s, const struct options *o, struct extract *x,
    struct filter *f, struct diag *d)
{
	bool *picked = filter_packages(s, o->packages.v, o->packages.n, d);
	size_t i;

	for (i = 0; picked != NULL && i < reader_count(s); i++) {
		if (!picked[i])
			continue;
		if (o->spool)
			extract_spool(s, i, x, d);
		else
			extract_package(s, i, f, x, d);
	}
	extract_finish(x, d);
	if (picked != NULL && !reader_failed(s))
		filter_report(f, reader_name(s), d);
	free(picked);
}

static void
extract_source(const struct options *o, const struct pkginfo *vars,
    const char *path, struct filter *f, struct diag *d)
{
	const char *dir = o->directory == NULL ? "." : o->directory;
	struct extract x = {.name = dir,
	    .force = o->force,
	    .vars = vars,
	    .information = o->information,
	    .owner = !o->no_owner && (o->owner || geteuid() == 0),
	    .wrote = o->common.verbose ? print_path : NULL};
	struct package_reader *s = reader_open_volumes(
	    path, o->volumes.v, o->volumes.n, d);

	/* opened first: a wrong name should leave no directory behind */
	if (s == NULL)
		return;
	x.root = safe_dir_open(dir);
	if (x.root == NULL)
		diag_path(d, dir, "cannot open");
	else
		extract(s, o, &x, f, d);
	safe_dir_close(x.root);
	reader_close(s);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct filter f = {.types = o->types,
	    .classes = o->classes.v,
	    .nclasses = o->classes.n};
	struct diag d = DIAG_INIT;
	struct pkginfo *vars;

	if (argc < 1)
		return missing_package(&verb_extract);
	if (o->spool && (argc > 1 || o->types != NULL || o->classes.n > 0))
		return usage_error(
		    &verb_extract, "--spool writes whole packages");
	vars = read_vars(o);
	if (vars == NULL)
		return STATUS_USAGE;
	filter_begin(&f, (const char *const *)argv + 1, (size_t)argc - 1);
	/* with --verbose the paths show how far it is */
	progress_show(o->common.quiet || o->common.verbose);
	progress_begin("extracting", 0);
	extract_source(o, vars, argv[0], &f, &d);
	progress_hide();
	filter_free(&f);
	pkginfo_free(vars);
	return print_findings(&d, &o->common);
}

const struct verb verb_extract = {
    .name = "extract",
    .synopsis = "[options] FILE|DIRECTORY|- [PATTERN]...",
    .summary = "unpack a package without installing it",
    .text = "Writes the objects to where they would be installed, below DIR.  "
	    "No script is\n"
	    "run, and nothing outside DIR is touched, whatever the package "
	    "holds.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
