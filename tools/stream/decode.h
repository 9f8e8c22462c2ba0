/*
 * Contents as an installation has them, between a source and the callers of
 * package_reader.h: compressed files decoded (svr4-packaging 1.11), class
 * archives file by file (1.12).  No file outside this directory includes it.
 */
#ifndef STREAM_DECODE_H
#define STREAM_DECODE_H

#include "stream/package_reader.h"

struct decode;

/* For the reader, which lives as long; the caller frees. */
struct decode *decode_new(struct package_reader *s);

/* What reader_next(), reader_read() and reader_has_unread() promise. */
bool decode_next(struct decode *c, struct member *m);
ssize_t decode_read(struct decode *c, void *data, size_t len);
bool decode_has_unread(const struct decode *c, size_t package);

/* NULL is allowed. */
void decode_free(struct decode *c);

#endif
