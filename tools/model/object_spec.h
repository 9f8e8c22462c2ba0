/*
 * What installf and removef are told about objects (svr4-packaging 6.13):
 *
 *	path [ftype [major minor] [mode owner group]]
 *	path=target [ftype]
 */
#ifndef MODEL_OBJECT_SPEC_H
#define MODEL_OBJECT_SPEC_H

#include "model/object.h"

#define OBJECT_SPEC_WORDS    7           /* path ... group of a device */
#define OBJECT_SPEC_LINE_MAX 4096        /* bytes of a line */
#define OBJECT_SPECS_MAX     (64u << 20) /* bytes of standard input */

/* What holds for all objects of one call. */
struct spec_rules {
	const char *class; /* NULL: none */
	const char *root;  /* scripts give paths with or without it */
	bool paths_only;   /* removef: words behind the path do not count */
};

/*
 * Parses the n words of one specification, at least one, and adds the object
 * to the list.  What it does not say is unknown, the ftype `?'.  An object
 * that the contents database could not hold is refused (object_validate).
 * False after a finding.
 */
bool object_spec_parse(struct objects *list, const struct slice *words,
    size_t n, const struct spec_rules *rules, const struct location *at);

/* The same for a text with one specification on each line. */
bool object_specs_parse(struct objects *list, struct slice text,
    const struct spec_rules *rules, const char *file, struct diag *d);

#endif
