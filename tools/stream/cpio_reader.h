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

/* Begins at the input's place. */
void cpio_reader_begin(struct cpio_reader *r, struct input *in, struct diag *d);

/*
 * The next member, its name in r->name; what is left of the one before is
 * finding that makes it impossible to go on.
 */
enum cpio_result cpio_reader_next(struct cpio_reader *r, struct cpio_header *h);

/* Up to len bytes of the member; 0 at its end, -1 after a finding. */
ssize_t cpio_reader_read(struct cpio_reader *r, void *data, size_t len);

#endif
