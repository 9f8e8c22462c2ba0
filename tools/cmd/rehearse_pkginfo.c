/*
 * rehearse pkginfo and pkgparam, which the scripts of packages call as pkginfo
 * and pkgparam.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/rehearse.h"
#include "target/installed.h"

struct options {
	struct common common;
	const char *root;
	bool list, terse, complete, partial, values;
};

#define AT(field) offsetof(struct options, field)

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
print_package(const struct options *o, const struct installed *i)
{
	char category[PKGINFO_TOKEN_MAX + 1];

	if (o->list) {
		print_long(i);
		return;
	}
	if (o->terse) {
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
	struct target *t = rehearse_open_target(o->root);
	struct installations *all;
	bool *used = xcalloc((size_t)argc + 1, sizeof(*used));
	int code = t == NULL ? EXIT_FATAL : EXIT_OK, n;
	size_t i;

	all = t == NULL ? NULL : installations_read(t);
	for (i = 0; all != NULL && i < all->n; i++)
		if (is_wanted(o, &all->v[i], argc, argv, used) &&
		    !o->common.quiet)
			print_package(o, &all->v[i]);
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

static void
print_param(const struct options *o, const char *name, const char *value)
{
	if (o->values)
		printf("%s='%s'\n", name, value);
	else
		printf("%s\n", value);
}

static int
print_params(
    const struct options *o, const struct pkginfo *info, int argc, char **argv)
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
		print_param(o, argv[n], value == NULL ? "" : value);
	}
	return code;
}

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
	else
		code = print_params(o, i->info, argc - 1, argv + 1);
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
