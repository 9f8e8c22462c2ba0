/*
 * Walks one cpio archive of a datastream, from its first header to the zeros
 * behind its trailer.
 */
#ifndef STREAM_CPIO_READER_H
#define STREAM_CPIO_READER_H

#include "stream/cpio.h"
#include "stream/input.h"

struct cpio_reader {
	struct input *in;
	struct diag *d;
	uint64_t start;   /* offset of the archive */
	uint64_t left;    /* bytes of the member not read yet */
	uint32_t padding; /* zero bytes behind them */
	char name[CPIO_NAME_MAX + 1];
};

enum cpio_result { CPIO_END, CPIO_MEMBER, CPIO_FAILED };

/* Begins to read an archive at the current offset of the input. */
void cpio_reader_begin(struct cpio_reader *r, struct input *in, struct diag *d);

/*
 * Reads the header of the next member, after skipping what is left of the one
 * before.  CPIO_MEMBER: h and r->name are filled in; CPIO_END: that was the
 * trailer, and the padding behind it is read; CPIO_FAILED: a finding was added
 * and the archive cannot be read any further.
 */
enum cpio_result cpio_reader_next(struct cpio_reader *r, struct cpio_header *h);

/*
 * Reads up to len bytes of the contents of the current member: their number, 0
 * at the end of the member, -1 after a finding, as when the input has ended.
 */
ssize_t cpio_reader_read(struct cpio_reader *r, void *data, size_t len);

#endif
