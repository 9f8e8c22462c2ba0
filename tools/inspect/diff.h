/*
 * What is different between two sources, package by package.
 */
#ifndef INSPECT_DIFF_H
#define INSPECT_DIFF_H

#include "stream/package_reader.h"

/* What of an object changed. */
enum diff_change {
	DIFF_TYPE = 1,
	DIFF_CLASS = 2,
	DIFF_TARGET = 4,
	DIFF_DEVICE = 8,
	DIFF_MODE = 16,
	DIFF_OWNER = 32,
	DIFF_GROUP = 64,
	DIFF_CONTENTS = 128,
	DIFF_TIME = 256
};

struct diff_object {
	const struct object *a, *b; /* one may be NULL: not there */
	unsigned changes;           /* when both are */
	char *text;                 /* unified diff, or NULL: none made */
};

struct diff_param {
	const char *name;
	const char *a, *b; /* one may be NULL: not there */
};

/* Two packages; one may be NULL.  Objects in the order of paths. */
struct diff_package {
	const struct package *a, *b;
	struct diff_param *params;
	size_t nparams;
	struct diff_object *objects;
	size_t nobjects;
};

struct diff {
	struct package_reader *a, *b;
	struct diff_package *v; /* only those that differ */
	size_t n;
};

struct diff_options {
	bool texts;    /* text diffs of all objects */
	bool no_times; /* times do not count */
};

/* Longer files are compared as a whole only. */
#define DIFF_TEXT_MAX (1024u * 1024) /* bytes */

/* All texts together that are kept for text diffs. */
#define DIFF_TEXTS_MAX (32u * 1024 * 1024)

/*
 * Reads both to their ends and compares them; contents byte by byte, not only
 * by size and sum.  Information files that are text are compared line by line,
 * others when options want that.  When each side has one package these two are
 * compared, whatever they are called; else those of the same name.  NULL after
 * findings; the caller frees.
 */
struct diff *diff_make(const char *a, const char *b,
    const struct diff_options *options, struct diag *d);

void diff_free(struct diff *diff);

#endif
