/*
 * Package commands for the scripts of packages: they are called through a
 * directory in PATH, and find the target in the environment.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/rehearse.h"
#include "install/installf.h"
#include "target/installed.h"

struct tool_values {
	struct common common;
	const char *root, *class, *file;
	bool final, list, terse, complete, partial, values;
	bool no_unified;
};

#define AT(field) offsetof(struct tool_values, field)

/*
 * The target of -R or the environment.  Without both it is the running
 * system, which is right inside a live rehearsal only: there we are root of a
 * world of our own.
 */
static struct target *
open_target(const struct tool_values *a)
{
	const char *root = a->root;
	struct diag d = DIAG_INIT;
	struct target *t;

	if (root == NULL)
		root = getenv("PKG_INSTALL_ROOT");
	if (root == NULL || *root == '\0')
		root = access("/.host", F_OK) == 0 ? "/" : NULL;
	if (root == NULL) {
		fprintf(stderr,
		    "without PKG_INSTALL_ROOT this would work on "
		    "the running system\n");
		return NULL;
	}
	t = target_open(root, true, geteuid() == 0, &d);
	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
	return t;
}

static enum status
run_either(void *values, int argc, char **argv, bool removing)
{
	struct tool_values *a = values;
	struct run_options options = {
	    .out = stdout, .err = stderr, .unattended = true};
	struct installf_request q = {
	    .class = a->class, .final = a->final, .remove = removing};
	struct target *t;
	int code = EXIT_FATAL;

	if (argc < 1 || (a->final ? argc > 1 : argc < 2)) {
		fprintf(stderr,
		    "usage: %s [-c class] PKGINST PATH "
		    "[SPECIFICATION] | -f PKGINST\n",
		    removing ? "removef" : "installf");
		return rehearse_status(EXIT_FATAL);
	}
	q.instance = argv[0];
	q.args = argv + 1;
	q.nargs = (size_t)argc - 1;
	t = open_target(a);
	if (t != NULL)
		code = installf(&options, t, &q);
	target_close(t);
	return rehearse_status(code);
}

static enum status
run_installf(void *values, int argc, char **argv)
{
	return run_either(values, argc, argv, false);
}

static enum status
run_removef(void *values, int argc, char **argv)
{
	return run_either(values, argc, argv, true);
}

static const struct opt installf_options[] = {
    {'c', NULL, "CLASS", "class of the objects", OPT_STRING, AT(class)},
    {'f', NULL, NULL, "the objects are there now, or gone", OPT_FLAG,
	AT(final)},
    {'R', NULL, "ROOT", "an alternate root", OPT_STRING, AT(root)},
    {'M', NULL, NULL, "accepted as installf does", OPT_FLAG, AT(no_unified)},
    OPTS_COMMON(struct tool_values),
};

const struct verb verb_rehearse_installf = {
    .name = "rehearse installf",
    .synopsis = "[-c CLASS] PKGINST PATH [SPECIFICATION] | -f PKGINST",
    .summary = "installf for the scripts of packages",
    .options = installf_options,
    .size = sizeof(struct tool_values),
    .run = run_installf,
    .hidden = true,
};

const struct verb verb_rehearse_removef = {
    .name = "rehearse removef",
    .synopsis = "PKGINST PATH... | -f PKGINST",
    .summary = "removef for the scripts of packages",
    .options = installf_options,
    .size = sizeof(struct tool_values),
    .run = run_removef,
    .hidden = true,
};

static const char *
param(const struct installed *i, const char *name)
{
	const char *value = pkginfo_get(i->info, name);

	return value == NULL ? "" : value;
}

static void
print_long(const struct installed *i)
{
	static const char *const rows[] = {
	    "NAME",
	    "CATEGORY",
	    "ARCH",
	    "VERSION",
	    "BASEDIR",
	    "VENDOR",
	    "DESC",
	    "PSTAMP",
	    "INSTDATE",
	    "HOTLINE",
	    "EMAIL",
	};
	size_t r;

	printf("%10s:  %s\n", "PKGINST", i->instance);
	for (r = 0; r < sizeof(rows) / sizeof(rows[0]); r++)
		if (*param(i, rows[r]) != '\0')
			printf("%10s:  %s\n", rows[r], param(i, rows[r]));
	printf("%10s:  %s installed\n\n", "STATUS",
	    i->partial ? "partially" : "completely");
}

static void
print_short(const struct tool_values *a, const struct installed *i)
{
	char category[PKGINFO_TOKEN_MAX + 1];

	if (a->list) {
		print_long(i);
		return;
	}
	if (a->terse) {
		printf("%-15s %s\n%-15s (%s) %s\n", i->instance,
		    param(i, "NAME"), "", param(i, "ARCH"),
		    param(i, "VERSION"));
		return;
	}
	(void)snprintf(category, sizeof(category), "%.*s",
	    (int)strcspn(param(i, "CATEGORY"), ","), param(i, "CATEGORY"));
	printf("%-11s %-14s %s\n", category, i->instance, param(i, "NAME"));
}

static bool
is_wanted(const struct tool_values *a, const struct installed *i, int argc,
    char **argv, bool *used)
{
	bool found = argc == 0;
	int n;

	if ((a->complete && i->partial) || (a->partial && !i->partial))
		return false;
	for (n = 0; n < argc; n++)
		if (instance_matches_name(i->instance, argv[n]))
			found = used[n] = true;
	return found;
}

static enum status
run_pkginfo(void *values, int argc, char **argv)
{
	struct tool_values *a = values;
	struct target *t = open_target(a);
	struct installations *all;
	bool *used = xcalloc((size_t)argc + 1, sizeof(*used));
	int code = t == NULL ? EXIT_FATAL : EXIT_OK, n;
	size_t i;

	all = t == NULL ? NULL : installations_read(t);
	for (i = 0; all != NULL && i < all->n; i++)
		if (is_wanted(a, &all->v[i], argc, argv, used) &&
		    !a->common.quiet)
			print_short(a, &all->v[i]);
	for (n = 0; n < argc; n++)
		if (!used[n]) {
			code = EXIT_FATAL;
			if (!a->common.quiet)
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
    OPTS_COMMON(struct tool_values),
};

const struct verb verb_rehearse_pkginfo = {
    .name = "rehearse pkginfo",
    .synopsis = "[-qlxip] [-R ROOT] [PKGINST...]",
    .summary = "pkginfo for the scripts of packages",
    .options = pkginfo_options,
    .size = sizeof(struct tool_values),
    .run = run_pkginfo,
    .hidden = true,
};

static void
print_param(const struct tool_values *a, const char *name, const char *value)
{
	if (a->values)
		printf("%s='%s'\n", name, value);
	else
		printf("%s\n", value);
}

static int
print_params(const struct tool_values *a, const struct pkginfo *info, int argc,
    char **argv)
{
	const char *value;
	size_t i;
	int n, code = EXIT_OK;

	for (i = 0; argc == 0 && i < info->n; i++)
		printf("%s=%s\n", info->v[i].name, info->v[i].value);
	for (n = 0; n < argc; n++) {
		value = pkginfo_get(info, argv[n]);
		if (value == NULL)
			code = EXIT_FATAL;
		print_param(a, argv[n], value == NULL ? "" : value);
	}
	return code;
}

static enum status
run_pkgparam(void *values, int argc, char **argv)
{
	struct tool_values *a = values;
	struct target *t = argc < 1 ? NULL : open_target(a);
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
	else
		code = print_params(a, i->info, argc - 1, argv + 1);
	installations_free(all);
	target_close(t);
	return rehearse_status(code);
}

static const struct opt pkgparam_options[] = {
    {'v', NULL, NULL, "with names, quoted", OPT_FLAG, AT(values)},
    {'R', NULL, "ROOT", "an alternate root", OPT_STRING, AT(root)},
    OPTS_COMMON(struct tool_values),
};

const struct verb verb_rehearse_pkgparam = {
    .name = "rehearse pkgparam",
    .synopsis = "[-v] [-R ROOT] PKGINST [NAME...]",
    .summary = "pkgparam for the scripts of packages",
    .options = pkgparam_options,
    .size = sizeof(struct tool_values),
    .run = run_pkgparam,
    .hidden = true,
};
