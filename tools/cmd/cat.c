/*
 * cat: the contents of objects.
 */
#include <stdlib.h>

#include "cmd/verbs.h"
#include "report/member_report.h"

struct options {
	struct common common;
	struct strings packages;
	struct strings volumes;
};

static const struct opt options[] = {
    OPT_PKG(struct options, packages),
    OPT_VOLUME(struct options, volumes),
    OPTS_COMMON(struct options),
};

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct filter f = {.types = NULL};
	struct diag d = DIAG_INIT;
	struct package_reader *s;
	bool *picked;
	size_t i;

	if (argc < 2)
		return usage_error(&verb_cat,
		    "a package and the name of an object are needed");
	filter_begin(&f, (const char *const *)argv + 1, (size_t)argc - 1);
	s = reader_open_volumes(argv[0], o->volumes.v, o->volumes.n, &d);
	if (s != NULL)
		reader_decode(s);
	picked = s == NULL
	    ? NULL
	    : filter_packages(s, o->packages.v, o->packages.n, &d);
	for (i = 0; picked != NULL && i < reader_count(s); i++)
		if (picked[i])
			members_print(s, i, &f, &d);
	if (picked != NULL && diag_status(&d) == STATUS_OK)
		filter_report(&f, reader_name(s), &d);
	free(picked);
	reader_close(s);
	filter_free(&f);
	return print_findings(&d, &o->common);
}

const struct verb verb_cat = {
    .name = "cat",
    .synopsis = "[options] FILE|DIRECTORY|- PATTERN...",
    .summary = "print files of a package",
    .text = "Prints the contents of the objects that match, in the order in "
	    "which the package\n"
	    "has them.  pkginfo, pkgmap and install/NAME are objects too.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
