/*
 * info: what a package is, what it holds and what it will do.
 */
#include <stdlib.h>

#include "cmd/verbs.h"
#include "inspect/filter.h"
#include "report/info_report.h"
#include "report/text.h"

struct options {
	struct common common;
	struct strings packages;
	bool one_line;
	bool json;
};

static const struct opt options[] = {
    OPT_PKG(struct options, packages),
    {'s', "short", NULL,
	"one line for each package: category, name, "
	"title",
	OPT_FLAG, offsetof(struct options, one_line)},
    {0, "json", NULL, "as JSON", OPT_FLAG, offsetof(struct options, json)},
    OPTS_COMMON(struct options),
};

static void
print_report(struct package_reader *s, const bool *picked,
    const struct options *o, struct diag *d)
{
	struct info info;

	if (o->one_line && !o->json) {
		info_print_lines(s, picked);
		return;
	}
	info_read(&info, s, picked, d);
	if (o->json)
		info_print_json(&info);
	else
		info_print_text(&info, text_width(), !o->common.quiet);
	info_free(&info);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct diag d = DIAG_INIT;
	struct package_reader *s;
	bool *picked;

	if (argc < 1)
		return missing_package(&verb_info);
	if (argc > 1)
		return usage_error(&verb_info, "one file at a time");
	s = reader_open(argv[0], &d);
	picked = s == NULL
	    ? NULL
	    : filter_packages(s, o->packages.v, o->packages.n, &d);
	if (picked != NULL)
		print_report(s, picked, o, &d);
	free(picked);
	reader_close(s);
	return print_findings(&d, &o->common);
}

const struct verb verb_info = {
    .name = "info",
    .synopsis = "[options] FILE|DIRECTORY|-",
    .summary = "tell what a package is and what it will do",
    .text = "Tells name, version, size, dependencies, scripts and further "
	    "parameters of each\n"
	    "package in a datastream or in a directory of packages.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
