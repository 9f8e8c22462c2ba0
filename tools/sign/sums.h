/*
 * SHA256SUMS: digests of files, as sha256sum(1) of the GNU coreutils writes and
 * reads them.
 */
#ifndef SIGN_SUMS_H
#define SIGN_SUMS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/digest.h"

#define SUMS_MAX (16u * 1024 * 1024) /* bytes of a list */

struct sums_entry {
	char *name;
	char hex[SHA256_HEX]; /* small letters */
};

struct sums {
	struct sums_entry *v;
	size_t n, size;
};

#define SUMS_INIT ((struct sums){0})

/*
 * Appends the line of a regular file, which the list calls name.  False after
 * a finding.
 */
bool sums_add_file(
    const char *path, const char *name, struct buf *out, struct diag *d);

/* Reads a list.  False after findings, all that there are. */
bool sums_read(struct sums *s, const char *path, struct diag *d);

/*
 * The entry of the file: of its whole name, else of the last component of it;
 * NULL: there is none.
 */
const struct sums_entry *sums_find(const struct sums *s, const char *path);

/* Adds a finding when the file does not have the digest. */
void sums_check(const char *path, const struct sums_entry *e, struct diag *d);

void sums_free(struct sums *s);

#endif
