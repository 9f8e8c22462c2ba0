/*
 * A payload in an archive of any kind that libarchive reads.  It is read
 * twice, from front to back, and never unpacked: once for what is in it, and
 * once to hand its contents over.
 */
#ifndef BUILD_PAYLOAD_H
#define BUILD_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "build/content.h"

/* Limits for untrusted archives, checked before memory is allocated. */
#define PAYLOAD_ENTRIES_MAX 4000000
#define PAYLOAD_NAME_MAX    4096          /* bytes */
#define PAYLOAD_BYTES_MAX   (64ull << 30) /* of all contents */

struct payload_entry {
	char *name;             /* relative, clean */
	char *link;             /* hard link: to what; else NULL */
	char type;              /* f, d, s; `?' for anything else */
	uint64_t size;          /* bytes */
	int64_t mtime;          /* seconds */
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

/* Takes len bytes of the contents of an entry; false stops the reading. */
typedef bool payload_sink(
    void *ctx, size_t index, uint64_t offset, const void *data, size_t len);

/*
 * Reads the archive again and passes the contents of each regular file to the
 * sink, piece by piece.  False after findings, for example that the archive
 * changed since it was opened, or when the sink returned false.
 */
bool payload_deliver(
    struct payload *p, payload_sink *sink, void *ctx, struct diag *d);

void payload_free(struct payload *p);

#endif
