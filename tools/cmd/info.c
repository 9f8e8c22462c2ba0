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
	struct strings volumes;
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
    OPT_VOLUME(struct options, volumes),
    OPTS_COMMON(struct options),
};

/* What all files of one call have in common. */
struct info_job {
	const struct options *o;
	bool several;
	int64_t at;
	struct json *json; /* NULL: as text, or nothing is printed yet */
	size_t printed;    /* files so far */
	struct diag d;
};

/* One file is an object, several are an array of them. */
static struct json *
open_json(struct info_job *job)
{
	if (job->json == NULL) {
		job->json = json_new(stdout);
		if (job->several)
			json_array(job->json, NULL);
	}
	return job->json;
}

/* The text of the first finding is what is wrong with a signature. */
static void
print_forms(
    struct info_job *job, const struct info *info, const struct diag *failed)
{
	const struct buf *text = reader_signature(info->s);
	struct info_signature s = {.at = job->at};
	struct diag d = DIAG_INIT;
	struct signature *signature = NULL;
	const struct info_signature *shown = text == NULL ? NULL : &s;

	if (text != NULL)
		signature = signature_parse(text, reader_name(info->s), &d);
	s.signature = signature;
	s.fault = d.n > 0 ? d.v[0].text : NULL;
	if (job->o->json)
		info_print_json(open_json(job), info, shown, failed);
	else {
		if (job->printed > 0)
			putchar('\n');
		info_print_text(
		    info, shown, text_width(), !job->o->common.quiet);
	}
	signature_free(signature);
	diag_free(&d);
}

/* JSON has also what goes wrong further on. */
static void
print_report(struct info_job *job, struct package_reader *s, const bool *picked,
    struct diag *d)
{
	struct info info;

	if (job->o->one_line && !job->o->json)
		info_print_lines(s, picked);
	else {
		info_read(&info, s, picked, d);
		if (job->o->json)
			reader_finish(s);
		print_forms(job, &info, d);
		info_free(&info);
	}
	job->printed++;
	if (!job->o->json)
		reader_finish(s);
}

/* Of a file that is cut short what it begins with. */
static void
print_file(
    struct info_job *job, const char *path, const struct strings *volumes)
{
	const struct options *o = job->o;
	struct diag d = DIAG_INIT;
	struct package_reader *s = reader_open_partial(
	    path, volumes->v, volumes->n, &d);
	bool *picked = s == NULL
	    ? NULL
	    : filter_packages(s, o->packages.v, o->packages.n, &d);

	if (picked != NULL)
		print_report(job, s, picked, &d);
	else if (o->json)
		info_print_json_failed(open_json(job), path, &d);
	free(picked);
	reader_close(s);
	diag_move(&job->d, &d);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct info_job job = {.o = o, .at = time(NULL), .d = DIAG_INIT};
	struct strings volumes;
	int i, used;

	if (argc < 1)
		return missing_package(&verb_info);
	if (argc > 1 && o->volumes.n > 0)
		return usage_error(&verb_info, "--volume goes with one file");
	if (o->at != NULL && !date_parse(o->at, &job.at))
		return usage_error(&verb_info,
		    "--at wants YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, not `%s'",
		    o->at);
	for (i = 0; i < argc; i += used) {
		volumes = find_volumes(&o->volumes, argc - i, argv + i, &used);
		job.several |= used < argc;
		print_file(&job, argv[i], &volumes);
	}
	if (job.json != NULL)
		json_free(job.json);
	return print_findings(&job.d, &o->common);
}

const struct verb verb_info = {
    .name = "info",
    .synopsis = "[options] FILE|DIRECTORY|-...",
    .summary = "tell what a package is and what it will do",
    .text = "Tells name, version, size, dependencies, scripts and further "
	    "parameters of each\n"
	    "package in a datastream or in a directory of packages.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
