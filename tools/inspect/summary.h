/*
 * What a package holds, counted, with the texts of those information files
 * that say what it needs.
 */
#ifndef INSPECT_SUMMARY_H
#define INSPECT_SUMMARY_H

#include "stream/package_reader.h"

#define SUMMARY_TYPES       "fevdxlspcbi" /* order of the counts */

#define SUMMARY_CLASSES_MAX 256 /* that are counted each */

struct class_count {
	const char *name; /* of the pkgmap */
	size_t n;         /* objects */
};

struct summary {
	size_t types[sizeof(SUMMARY_TYPES) - 1];
	uint64_t bytes;              /* of all contents */
	bool relative, absolute;     /* has such paths */
	struct class_count *classes; /* by name */
	size_t nclasses;
	size_t others;     /* objects of further classes */
	struct buf depend; /* the file, if there is one */
};

/*
 * Counts the objects of each package.  Returns an array of reader_count()
 * elements.
 */
struct summary *summary_make(const struct package_reader *s);

/*
 * Walks the source for the texts, no further than needed; findings as in
 * reader_next().
 */
void summary_read(struct package_reader *s, struct summary *v);

void summary_free(const struct package_reader *s, struct summary *v);

#endif
