/*
 * Files made by pack(1): a Huffman code for single bytes in front of the bits
 * (svr4-packaging 1.11).
 */
#ifndef STREAM_PACK_H
#define STREAM_PACK_H

#include "stream/input.h"

#define PACK_MAGIC     "\037\036"
#define PACK_MAGIC_LEN 2

struct pack;

/*
 * Begins to decode what source hands out; ctx goes to it, and both live as
 * long.  The header is read at the first pack_read().  The caller frees.
 */
struct pack *pack_new(input_source_fn *source, void *ctx);

/*
 * Up to len decoded bytes, 0 at the end.  -1: the source has failed, or the
 * file is damaged; then pack_fault() says how.
 */
ssize_t pack_read(struct pack *p, void *data, size_t len);

/* What is wrong with the file; NULL: nothing so far. */
const char *pack_fault(const struct pack *p);

/* NULL is allowed. */
void pack_free(struct pack *p);

#endif
