/*
 * A payload in an archive of any kind that libarchive reads.  It is read
 * twice and never unpacked: once for the names, sizes and sums, and once for
 * the contents.
 */
#ifndef BUILD_PAYLOAD_H
#define BUILD_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "build/content.h"

struct payload_entry {
	char *name;             /* relative, clean */
	char *link;             /* hard link: to what; else NULL */
	char type;              /* f, d, s; `?' for anything else */
	uint64_t size;          /* bytes */
	int64_t mtime;          /* seconds, or ARCHIVE_TIME_NONE */
	int32_t sum;            /* svr4-packaging 3.4 */
	struct digests digests; /* if they were wanted */
	size_t data;            /* index of the entry with the bytes */
};

struct payload;

/*
 * Reads the archive for the first time; with digests, also computes the
 * digests of each file.  Returns NULL after adding findings; the caller frees.
 */
struct payload *payload_open(const char *path, bool digests, struct diag *d);

/* Bytes and SHA-256 of the archive itself. */
uint64_t payload_size(const struct payload *p);
const char *payload_sha256(const struct payload *p);

size_t payload_count(const struct payload *p);
const struct payload_entry *payload_entry(const struct payload *p, size_t i);

/* The entry of this name; NULL when there is none. */
const struct payload_entry *payload_find(
    const struct payload *p, const char *name);

/* Called for len bytes at offset of an entry's contents; false stops. */
typedef bool payload_write(
    void *ctx, size_t index, uint64_t offset, const void *data, size_t len);

/*
 * Reads the archive again and calls write with the contents of each regular
 * file, piece by piece; those that hard links share come once, under the index
 * data.  False after findings, for example that the archive changed since it
 * was opened, or when write returned false.
 */
bool payload_copy(
    struct payload *p, payload_write *write, void *ctx, struct diag *d);

void payload_free(struct payload *p);

#endif
