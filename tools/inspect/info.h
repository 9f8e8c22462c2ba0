/*
 * What the verb info tells about a source: its packages, counted, with what
 * they need.
 */
#ifndef INSPECT_INFO_H
#define INSPECT_INFO_H

#include "model/depend.h"
#include "model/patch_table.h"
#include "stream/package_reader.h"

#define SUMMARY_TYPES       "fevdxlspcbi" /* order of the counts */

#define SUMMARY_CLASSES_MAX 256 /* that are counted each */

struct class_count {
	const char *name; /* of the pkgmap */
	size_t n;         /* objects */
};

/* One package, counted. */
struct summary {
	size_t types[sizeof(SUMMARY_TYPES) - 1];
	uint64_t bytes;              /* of all contents */
	bool relative, absolute;     /* has such paths */
	struct class_count *classes; /* by name */
	size_t nclasses;
	size_t others; /* objects of further classes */
};

struct info {
	const struct package_reader *s;
	const bool *picked;           /* by package */
	struct summary *summary;      /* by package */
	struct depend **depend;       /* by package; NULL: has none */
	struct patch_table **changes; /* likewise, of a patch */
};

/*
 * Counts the objects of each package, and walks the source for the depend
 * files of those picked and for the tables of patches, no further than needed;
 * findings as in reader_next(), depend_parse() and patch_table_parse().  info keeps s and picked, an array of reader_count()
 * elements; info_free() frees the rest.
 */
void info_read(struct info *info, struct package_reader *s, const bool *picked,
    struct diag *d);

void info_free(struct info *info);

/* Is the parameter one of a patch, PATCH_*, SUNW_PATCHID and the like? */
bool is_patch_parameter(const char *name);

/* Has the package parameters of a patch? */
bool package_is_patch(const struct package *p);

/* Is the zone parameter set to true (svr4-packaging 4.3)? */
bool package_is_true(const struct package *p, const char *name);

#endif
