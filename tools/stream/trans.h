/*
 * pkgtrans(1): packages of any sources become a datastream.
 */
#ifndef STREAM_TRANS_H
#define STREAM_TRANS_H

#include "os/output.h"
#include "stream/package_reader.h"

/* A source, and by package whether it is wanted. */
struct trans_input {
	struct package_reader *s;
	const bool *picked;
};

/*
 * Writes the packages to out as one datastream.  What is written depends on
 * the packages alone: owners, inodes and modes are those that build gives.
 * Each source is read once, to its end at most.  False after findings; out is
 * the caller's to commit or to discard.
 */
bool trans_stream(const struct trans_input *in, size_t n,
    const struct output *out, const char *file, struct diag *d);

#endif
