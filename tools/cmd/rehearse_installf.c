/*
 * rehearse installf and removef, which the scripts of packages call as
 * installf and removef.
 */
#include <stdio.h>

#include "cmd/rehearse.h"
#include "install/installf.h"

struct options {
	struct common common;
	const char *root, *class;
	bool final, no_unified;
};

#define AT(field) offsetof(struct options, field)

static const struct opt options[] = {
    {'c', NULL, "CLASS", "class of the objects", OPT_STRING, AT(class)},
    {'f', NULL, NULL, "the objects are there now, or gone", OPT_FLAG,
	AT(final)},
    {'R', NULL, "ROOT", "an alternate root", OPT_STRING, AT(root)},
    {'M', NULL, NULL, "accepted as installf does", OPT_FLAG, AT(no_unified)},
    OPTS_COMMON(struct options),
};

static enum status
run_tool(void *values, int argc, char **argv, bool removing)
{
	const struct options *o = values;
	struct run_options run_options = {
	    .out = stdout, .err = stderr, .unattended = true};
	struct installf_request q = {
	    .class = o->class, .final = o->final, .remove = removing};
	struct target *t;
	int code = EXIT_FATAL;

	if (argc < 1 || (o->final ? argc > 1 : argc < 2)) {
		fprintf(stderr,
		    "usage: %s [-c class] PKGINST PATH "
		    "[SPECIFICATION] | -f PKGINST\n",
		    removing ? "removef" : "installf");
		return rehearse_status(EXIT_FATAL);
	}
	q.instance = argv[0];
	q.args = argv + 1;
	q.nargs = (size_t)argc - 1;
	t = rehearse_open_target(o->root);
	if (t != NULL)
		code = installf(&run_options, t, &q);
	target_close(t);
	return rehearse_status(code);
}

static enum status
run_installf(void *values, int argc, char **argv)
{
	return run_tool(values, argc, argv, false);
}

static enum status
run_removef(void *values, int argc, char **argv)
{
	return run_tool(values, argc, argv, true);
}

const struct verb verb_rehearse_installf = {
    .name = "rehearse installf",
    .synopsis = "[-c CLASS] PKGINST PATH [SPECIFICATION] | -f PKGINST",
    .summary = "installf for the scripts of packages",
    .options = options,
    .size = sizeof(struct options),
    .run = run_installf,
    .hidden = true,
};

const struct verb verb_rehearse_removef = {
    .name = "rehearse removef",
    .synopsis = "PKGINST PATH... | -f PKGINST",
    .summary = "removef for the scripts of packages",
    .options = options,
    .size = sizeof(struct options),
    .run = run_removef,
    .hidden = true,
};
