/*
 * Options of the command line, declared once in tables: the parser, the help
 * texts, the manual pages and the shell completions all read the same rows.
 */
#ifndef CLI_OPT_H
#define CLI_OPT_H

#include <stdbool.h>
#include <stddef.h>

enum opt_kind {
	OPT_FLAG,    /* bool; no argument */
	OPT_STRING,  /* const char *; the last one counts */
	OPT_LIST,    /* struct strings; each one counts */
	OPT_SECTION, /* no option: a heading in the help */
	OPT_GROUP    /* likewise; the help has the options behind it in lines,
		      * without their explanations, which the manual has */
};

/* Arguments of an option that may be given several times. */
struct strings {
	const char **v;
	size_t n;
};

struct opt {
	char letter;      /* 0: long form only */
	const char *name; /* NULL: short form only */
	const char *arg;  /* name of the argument, or NULL */
	const char *help; /* begins small, no full stop at the end */
	enum opt_kind kind;
	size_t offset; /* of the field in the values */
};

#define OPT_END \
	{ \
		0, NULL, NULL, NULL, OPT_FLAG, 0 \
	}

bool opt_is_end(const struct opt *o);

/* Is it no option but a heading? */
bool opt_is_heading(const struct opt *o);

struct verb;

/*
 * Sorts argv into values, a structure that the options of the verb describe,
 * and operands: afterwards argv[0..] are the operands, and their number is
 * returned.  Options may stand before and behind operands; `--` ends them.
 * On a mistake a line is printed and -1 returned.
 */
int opt_parse(const struct verb *v, void *values, int argc, char **argv);

/* Frees the lists among the values. */
void opt_free(const struct opt *table, void *values);

#endif
