/*
 * What package_reader.c asks of the kinds of source, datastream.c and spool.c;
 * no file outside this directory includes it.
 */
#ifndef STREAM_READER_KIND_H
#define STREAM_READER_KIND_H

#include "stream/input.h"
#include "stream/package_reader.h"

struct reader_kind {
	/* These do what reader_next() and reader_read() promise. */
	bool (*next)(struct package_reader *s, struct member *m);
	ssize_t (*read)(struct package_reader *s, void *data, size_t len);

	/* What reader_tap() promises; NULL: there are no such bytes. */
	void (*tap)(struct package_reader *s, input_tap_fn *tap, void *ctx);

	void (*close)(void *state);
};

struct package_reader {
	const struct reader_kind *kind;
	void *state; /* of the kind */
	bool is_directory;
	char *name;
	const char *compression;
	const char *const *volumes; /* behind the first one */
	size_t nvolumes;
	struct diag *d;
	struct package *v;
	size_t n, size;
	struct string_pool names; /* with the same indices as v */
	ssize_t selected;         /* package; -1: all */
	bool failed;
	bool partial; /* a beginning is better than nothing */
	uint64_t file_size, header_size, info_end;
	uint64_t tail;     /* bytes behind the last archive */
	struct buf header; /* of a stream, as it was read */
	struct info_member *info;
	size_t ninfo, info_size;
	struct cpio_header info_trailer;
	struct buf signature;
	bool is_signed;
	struct decode *decode; /* stream/decode.h; NULL: as stored */
};

/* reader_next() and reader_read() of what is stored. */
bool reader_next_stored(struct package_reader *s, struct member *m);
ssize_t reader_read_stored(struct package_reader *s, void *data, size_t len);

/*
 * These set s->kind and s->state, add the packages to s with their pkginfo and
 * pkgmap, and stand before the first member.  False after findings; close() is
 * called all the same when s->state is set.
 */
bool spool_open(struct package_reader *s, const char *path);
bool datastream_open(struct package_reader *s, struct input *in);

#endif
