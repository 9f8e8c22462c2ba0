/*
 * The source and the packages in it that a verb was asked to look at.
 */
#ifndef CMD_PICK_H
#define CMD_PICK_H

#include "cli/verb.h"
#include "stream/package_reader.h"

/* The row of the option --pkg, a struct strings. */
#define OPT_PKG(type, field) \
	{ \
		0, "pkg", "NAME", "only this package of the source", OPT_LIST, \
		    offsetof(type, field) \
	}

/*
 * Marks the packages that are named, all when none is.  Returns an array of
 * reader_count() elements, which the caller frees, or NULL after adding
 * findings about names that are not there.
 */
bool *pick_packages(const struct package_reader *s, const struct strings *names,
    struct diag *d);

/* Is there only one package to speak of? */
bool pick_is_single(const struct package_reader *s, const bool *picked);

#endif
