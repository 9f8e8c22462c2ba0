/*
 * diff: what is different between two packages.
 */
#include <string.h>

#include "cmd/verbs.h"
#include "pages/diff_page.h"
#include "report/diff_report.h"

struct options {
	struct common common;
	bool texts;
	bool no_times;
	bool json;
	bool html;
};

static const struct opt options[] = {
    {'u', "text", NULL,
	"line by line for all files that are text, not "
	"for scripts and other information files alone",
	OPT_FLAG, offsetof(struct options, texts)},
    {'T', "no-times", NULL, "modification times do not count", OPT_FLAG,
	offsetof(struct options, no_times)},
    {0, "json", NULL, "as JSON", OPT_FLAG, offsetof(struct options, json)},
    {0, "html", NULL, "as a page of HTML, complete in itself", OPT_FLAG,
	offsetof(struct options, html)},
    OPTS_COMMON(struct options),
};

static void
print_report(const struct options *o, const struct diff *diff)
{
	if (o->json)
		diff_print_json(diff);
	else if (o->html)
		diff_print_html(diff);
	else if (!o->common.quiet)
		diff_print_text(diff);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct diff_options how = {o->texts, o->no_times};
	struct diag d = DIAG_INIT;
	enum status status;
	struct diff *diff;
	bool differ = false;

	if (argc != 2)
		return usage_error(&verb_diff, "two packages are needed");
	if (o->json && o->html)
		return usage_error(&verb_diff, "either --json or --html");
	if (strcmp(argv[0], "-") == 0 && strcmp(argv[1], "-") == 0)
		return usage_error(
		    &verb_diff, "only one of them can be standard input");
	diff = diff_make(argv[0], argv[1], &how, &d);
	if (diff != NULL) {
		differ = diff->n > 0;
		print_report(o, diff);
	} else if (o->json)
		diff_print_json_failed(argv[0], argv[1], &d);
	diff_free(diff);
	status = print_findings(&d, &o->common);
	return status == STATUS_OK && differ ? STATUS_FINDINGS : status;
}

const struct verb verb_diff = {
    .name = "diff",
    .synopsis = "[options] A B",
    .summary = "tell what is different between two packages",
    .text = "Compares parameters, scripts and objects of two package files or "
	    "directories.\n"
	    "Exit status 0: no difference, 1: differences, 3: bad input.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
