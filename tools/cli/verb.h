/*
 * Verbs of the program, one file each; the table of them is in verbs.c.
 */
#ifndef CLI_VERB_H
#define CLI_VERB_H

#include "base/diag.h"
#include "cli/opt.h"

struct verb {
	const char *name; /* "build", "rehearse add" */
	/* one form a line, without program and name; capitals are replaced */
	const char *synopsis;
	const char *summary;       /* for the list of verbs */
	const char *text;          /* paragraphs, "\n\n" between; or NULL */
	const struct opt *options; /* NULL: a group of verbs */
	size_t size;               /* bytes of the option values */
	/* values are those of options; argv are the operands */
	enum status (*run)(void *values, int argc, char **argv);
	const struct verb *const *verbs; /* of a group, NULL at the end */
	bool hidden;                     /* not in the list */
};

/* all verbs, NULL at the end; and the program, the group of them all */
extern const struct verb *const verbs[];
extern const struct verb program;

extern const struct verb verb_build, verb_init, verb_info, verb_list;
extern const struct verb verb_cat, verb_extract, verb_trans, verb_verify;
extern const struct verb verb_diff, verb_rehearse, verb_completion, verb_help;
extern const struct verb verb_manual;

/* Rows that every verb has; the values begin with struct common. */
struct common {
	bool help;
	bool quiet;
	bool verbose;
};

#define OPTS_COMMON(type) \
	{'q', "quiet", NULL, "say nothing but errors", OPT_FLAG, \
	    offsetof(type, common.quiet)}, \
	    {0, "verbose", NULL, "say more", OPT_FLAG, \
		offsetof(type, common.verbose)}, \
	    {'h', "help", NULL, "show this help", OPT_FLAG, \
		offsetof(type, common.help)}, \
	    OPT_END

/* The row of the option --pkg, whose field is a struct strings. */
#define OPT_PKG(type, field) \
	{ \
		0, "pkg", "NAME", "only this package of the source", OPT_LIST, \
		    offsetof(type, field) \
	}

/*
 * Finds the verb that argv begins with, or the group when the word behind it
 * is none of its verbs; *used is the number of its words.
 */
const struct verb *verb_find(int argc, char **argv, int *used);

/* The mistake in one line with a hint; STATUS_USAGE. */
enum status usage_error(const struct verb *v, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));

/* The help of one verb, or of the program. */
void help_print(const struct verb *v, FILE *out);

/*
 * Prints the findings, warnings only unless quiet, and frees them; returns
 * the status that they amount to.
 */
enum status finish(struct diag *d, const struct common *common);

#endif
