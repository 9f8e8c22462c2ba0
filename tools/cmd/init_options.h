/*
 * The command line of init.
 */
#ifndef CMD_INIT_OPTIONS_H
#define CMD_INIT_OPTIONS_H

#include "cli/verb.h"
#include "init/init.h"

struct init_options {
	struct common common;
	const char *directory;
	bool force;
	bool build;
	const char *stream;
	const char *from;
	const char *to;
	struct init_settings set; /* as given */
	const char *level;
	struct strings depends;
	struct strings scripts;
	struct strings classes;
	struct strings configs;
	struct strings excludes;
	struct strings modes;
};

extern const struct opt init_opts[];

/*
 * Checks the options and the number of operands, and sets what the sources are
 * made with; set has what the options say.  STATUS_USAGE after a message.
 */
enum status init_options_take(const struct init_options *o, int argc,
    struct init_settings *set, struct init_rules *rules,
    struct init_sources *out, struct diag *d);

/*
 * Where the sources go, and where the package: with --build, a directory that
 * ends as a package does and is not there is the package.  NULL: as by default.
 */
void init_options_places(
    const struct init_options *o, const char **directory, const char **stream);

#endif
