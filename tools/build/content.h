/*
 * Where the bytes of an object come from while a package is written.
 */
#ifndef BUILD_CONTENT_H
#define BUILD_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/digest.h"

enum content_kind {
	CONTENT_NONE,   /* the object has none */
	CONTENT_MEMORY, /* data */
	CONTENT_FILE,   /* a file, from offset on */
	CONTENT_MEMBER  /* of the payload archive, see payload.h */
};

/* What only a patch and a check against a manifest need. */
struct digests {
	uint32_t cksum;          /* as cksum(1) prints it */
	char sha256[SHA256_HEX]; /* empty: not computed */
};

/* A directory that files are taken from. */
struct tree {
	int fd;
	char *name; /* for messages */
};

struct content {
	enum content_kind kind;
	const struct tree *tree; /* FILE: path is below it, and no link
				  * is followed; NULL: any path */
	const char *path;        /* FILE: belongs to the plan */
	uint64_t offset;         /* FILE: where the contents begin */
	const char *data;        /* MEMORY: belongs to the plan */
	uint64_t member;         /* MEMBER: its index in the archive */
	/* as found by content_checksum(), to notice a later change */
	uint64_t ino;
	int64_t mtime; /* seconds */
	int32_t mtime_ns;
	int32_t sum;   /* or OBJECT_UNKNOWN */
	uint64_t size; /* bytes */
};

/*
 * How many bytes content_checksum will read of a FILE that begins at offset 0;
 * 0 for all else, and for what cannot be opened.
 */
uint64_t content_expected_size(const struct content *c);

/*
 * Reads the whole of a MEMORY or FILE content once and fills in ino, mtime,
 * size and sum, and digests unless that is NULL.  scratch is room for len
 * bytes.  A FILE whose size is set beforehand (offset > 0) has exactly that
 * size. NULL, or what failed, with errno.
 */
const char *content_checksum(
    struct content *c, struct digests *digests, void *scratch, size_t len);

/*
 * Reads len bytes at offset of a MEMORY or FILE content after content_checksum().
 * NULL, or what failed.  A file that changed since is a failure.
 */
const char *content_read(
    const struct content *c, void *data, size_t len, uint64_t offset);

#endif
