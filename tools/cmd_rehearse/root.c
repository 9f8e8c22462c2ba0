/*
 * rehearse root: makes a scratch root.
 */
#include <stdio.h>

#include "cmd_rehearse/rehearse.h"
#include "root/scratch.h"
#include "run/admin_file.h"

struct options {
	struct common common;
	const char *release;
};

static const struct opt options[] = {
    OPT_RELEASE(struct options, release),
    OPTS_COMMON(struct options),
};

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct diag d = DIAG_INIT;
	enum status status;
	unsigned release;

	if (argc != 1)
		return usage_error(
		    &verb_rehearse_root, "one directory is wanted");
	if (!rehearse_parse_release(&verb_rehearse_root, o->release, &release))
		return STATUS_USAGE;
	if (!rehearse_root_is_allowed(&verb_rehearse_root, argv[0]))
		return STATUS_USAGE;
	if (scratch_make(argv[0], release, &d) && !o->common.quiet)
		printf("%s: a root like a fresh Solaris %u; -a %s is an admin "
		       "file of it for -n\n",
		    argv[0], release, ADMIN_UNATTENDED);
	status = print_findings(&d, &o->common);
	return status;
}

const struct verb verb_rehearse_root = {
    .name = "rehearse root",
    .synopsis = "[--release N] DIRECTORY",
    .summary = "make a scratch root like a fresh Solaris",
    .text = "Makes the directory, or fills an empty one, with what packages "
	    "expect of a Solaris\n"
	    "system: users and groups, the system directories with their "
	    "owners, the contents\n"
	    "database, admin files and the name of the release.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
