/*
 * verify: everything that can be wrong with a package.
 */
#include "inspect/verify.h"
#include "cmd/verbs.h"
#include "inspect/root_verify.h"
#include "report/verify_report.h"

struct options {
	struct common common;
	bool json;
	const char *root;
};

static const struct opt options[] = {
    {0, "json", NULL, "findings as JSON", OPT_FLAG,
	offsetof(struct options, json)},
    {0, "against", "ROOT",
	"compare with the system that is installed "
	"below ROOT too",
	OPT_STRING, offsetof(struct options, root)},
    OPTS_COMMON(struct options),
};

static enum status
verify_one(const struct options *o, const char *path, struct diag *all)
{
	enum severity least = o->common.verbose ? SEVERITY_INFO
						: SEVERITY_WARNING;
	struct diag d = DIAG_INIT;
	struct package_reader *s = reader_open(path, &d);
	enum status status;
	size_t i;

	if (s != NULL)
		verify_source(s, &d);
	for (i = 0; s != NULL && o->root != NULL && i < reader_count(s); i++)
		root_verify(s, reader_package(s, i), o->root, &d);
	status = verify_status(&d, s != NULL);
	reader_close(s);
	if (!o->json) {
		diag_print(&d, least, stdout);
		if (status <= STATUS_FINDINGS && !o->common.quiet)
			verify_print_count(path, &d);
	}
	diag_move(all, &d);
	return status;
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	enum status status = STATUS_OK, one;
	struct diag all = DIAG_INIT;
	int i;

	if (argc < 1)
		return missing_package(&verb_verify);
	for (i = 0; i < argc; i++) {
		one = verify_one(o, argv[i], &all);
		if (one > status)
			status = one;
	}
	if (o->json)
		verify_print_json(
		    &all, o->common.verbose ? SEVERITY_INFO : SEVERITY_WARNING);
	diag_free(&all);
	return status;
}

const struct verb verb_verify = {
    .name = "verify",
    .synopsis = "[options] FILE|DIRECTORY|-...",
    .summary = "find everything that is wrong with a package",
    .text = "Reads the whole file and checks its structure, both copies of "
	    "pkginfo and pkgmap,\n"
	    "sizes and checksums, missing and surplus objects, classes, links "
	    "and paths.\n"
	    "Exit status 1 says that there are findings.  With --verbose also "
	    "what may well be\n"
	    "meant so.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
