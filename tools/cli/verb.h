/*
 * A verb of the program: what is printed about it, its options, what it does.
 * The program itself is the verb without a name, the group of all others; it
 * is handed to whatever has to know them.
 */
#ifndef CLI_VERB_H
#define CLI_VERB_H

#include "base/closest.h"
#include "base/diag.h"
#include "cli/opt.h"

struct verb {
	const char *name; /* "build", "rehearse add"; "": the program */
	/* one form a line, without program and name; capitals are replaced */
	const char *synopsis;
	const char *summary; /* for the list of verbs */
	/* paragraphs, "\n\n" between, or NULL; as it is behind a blank */
	const char *text;
	const struct opt *options; /* NULL: a group of verbs */
	size_t size;               /* bytes of the option values */
	/* values are those of options; argv are the operands */
	enum status (*run)(void *values, int argc, char **argv);
	const struct verb *const *verbs; /* of a group, NULL at the end */
	bool hidden;                     /* not in the list */
};

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

/* The row of the option --volume, whose field is a struct strings. */
#define OPT_VOLUME(type, field) \
	{ \
		0, "volume", "FILE", \
		    "the package goes on on this volume, a file or directory", \
		    OPT_LIST, offsetof(type, field) \
	}

/* Is it the program itself? */
bool verb_is_program(const struct verb *v);

/*
 * Finds the verb of the program that argv begins with, or the group when the
 * word behind it is none of its verbs; *used is the number of its words.  NULL:
 * there is no such verb.
 */
const struct verb *verb_find(
    const struct verb *program, int argc, char **argv, int *used);

/*
 * Finds the verb, parses its options and runs it, or prints the help that was
 * asked for or is needed.  argv is without the name of the program.
 */
enum status verb_run(const struct verb *program, int argc, char **argv);

/* Prints the mistake in one line, with a hint; STATUS_USAGE. */
enum status usage_error(const struct verb *v, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));

/*
 * The same for a word that is none of the known ones: `there is no WHAT', and
 * the one that may have been meant.
 */
enum status usage_unknown(
    const struct verb *v, const char *what, const struct closest *c);

/* The same for the name of a verb of the group, also one of other tools. */
enum status verb_unknown(const struct verb *group, const char *name);

/*
 * Prints the findings to standard error, warnings only unless quiet, and frees
 * them; returns the status that they amount to.
 */
enum status print_findings(struct diag *d, const struct common *common);

#endif
