/*
 * One side of a comparison: digests of all contents, and the texts of some.
 */
#ifndef INSPECT_DIFF_SIDE_H
#define INSPECT_DIFF_SIDE_H

#include "base/digest.h"
#include "inspect/diff.h"

struct diff_content {
	char digest[SHA256_HEX]; /* "": no contents */
	struct buf text;
};

struct diff_side {
	struct package_reader *s;
	struct diff_content **v; /* by package, by object */
	size_t kept;             /* bytes of all texts */
};

/* Reads the source to its end.  False after findings. */
bool diff_side_read(struct diff_side *side, const char *path,
    const struct diff_options *options, struct diag *d);

void diff_side_free(struct diff_side *side);

#endif
