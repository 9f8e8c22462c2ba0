/*
 * The two forms of what info tells.
 */
#ifndef CMD_INFO_H
#define CMD_INFO_H

#include "inspect/summary.h"
#include "model/depend.h"

struct info {
	const struct package_reader *s;
	const char *path;              /* as given on the command line */
	const bool *picked;            /* by package */
	const struct summary *summary; /* by package */
	struct depend **depend;        /* by package; NULL: none */
};

/* hint: say what to do with it */
void info_print(const struct info *info, int width, bool hint);
void info_print_json(const struct info *info);

/* The parameter is one of a patch: PATCH_*, SUNW_PATCHID and the like. */
bool info_is_patch(const char *name);

/* Does the package have a patch's parameters? */
bool info_has_patch(const struct package *p);

/* `P' `I' `R' as a word for people; "unknown" for others. */
const char *info_depend_word(char type);

/* Is the zone parameter set to true (svr4-packaging 4.3)? */
bool info_is_true(const struct package *p, const char *name);

#endif
