/*
 * info: what a package is, what it holds and what it will do.
 */
#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "cmd/verbs.h"
#include "inspect/filter.h"
#include "report/info_report.h"
#include "report/text.h"

struct options {
	struct common common;
	struct strings packages;
	bool one_line;
	bool json;
	const char *at;
};

static const struct opt options[] = {
    OPT_PKG(struct options, packages),
    {'s', "short", NULL,
	"one line for each package: category, name, "
	"title",
	OPT_FLAG, offsetof(struct options, one_line)},
    {0, "json", NULL, "as JSON", OPT_FLAG, offsetof(struct options, json)},
    {0, "at", "DATE",
	"say whether the certificates of a signature are valid then: "
	"YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ; default: now",
	OPT_STRING, offsetof(struct options, at)},
    OPTS_COMMON(struct options),
};

/* The text of the first finding is what is wrong with a signature. */
static void
print_forms(const struct info *info, const struct options *o, int64_t at)
{
	const struct buf *text = reader_signature(info->s);
	struct info_signature s = {.at = at};
	struct diag d = DIAG_INIT;
	struct signature *signature = NULL;
	const struct info_signature *shown = text == NULL ? NULL : &s;

	if (text != NULL)
		signature = signature_parse(text, reader_name(info->s), &d);
	s.signature = signature;
	s.fault = d.n > 0 ? d.v[0].text : NULL;
	if (o->json)
		info_print_json(info, shown);
	else
		info_print_text(info, shown, text_width(), !o->common.quiet);
	signature_free(signature);
	diag_free(&d);
}

static void
print_report(struct package_reader *s, const bool *picked,
    const struct options *o, int64_t at, struct diag *d)
{
	struct info info;

	if (o->one_line && !o->json) {
		info_print_lines(s, picked);
		return;
	}
	info_read(&info, s, picked, d);
	print_forms(&info, o, at);
	info_free(&info);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct diag d = DIAG_INIT;
	struct package_reader *s;
	int64_t at = time(NULL);
	bool *picked;

	if (argc < 1)
		return missing_package(&verb_info);
	if (argc > 1)
		return usage_error(&verb_info, "one file at a time");
	if (o->at != NULL && !date_parse(o->at, &at))
		return usage_error(&verb_info,
		    "--at wants YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, not `%s'",
		    o->at);
	s = reader_open(argv[0], &d);
	picked = s == NULL
	    ? NULL
	    : filter_packages(s, o->packages.v, o->packages.n, &d);
	if (picked != NULL)
		print_report(s, picked, o, at, &d);
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
