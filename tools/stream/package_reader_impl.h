/*
 * What the two kinds of sources, datastream.c and spool.c, share with
 * source.c; no other file includes it.
 */
#ifndef STREAM_PACKAGE_READER_IMPL_H
#define STREAM_PACKAGE_READER_IMPL_H

#include "stream/package_reader.h"

/* What reader_next(), ... do for this kind of source. */
struct source_ops {
	bool (*next)(struct package_reader *s, struct member *m);
	ssize_t (*read)(struct package_reader *s, void *data, size_t len);
	void (*close)(void *state);
};

struct package_reader {
	const struct source_ops *ops;
	void *state; /* of the kind */
	char *name;
	const char *compression;
	struct diag *d;
	struct package *v;
	size_t n, size;
	ssize_t selected; /* package; -1: all */
	bool failed;
	uint64_t file_size, header_size, info_end;
	struct buf signature;
	bool is_signed;
};

/* Opens the one or the other into s; false after findings. */
bool datastream_open(struct package_reader *s, const char *path);
bool spool_open(struct package_reader *s, const char *path);

/* Appends a package and returns it; valid until the next one. */
struct package *reader_add(struct package_reader *s, const char *name);

/*
 * Parses pkginfo and pkgmap of the package from their texts.  False after
 * findings that leave nothing to read.
 */
bool reader_parse(struct package_reader *s, struct package *p);

/*
 * Fills name and object of the member.  False, after a finding, when the name
 * is not safe.  name stays the caller's, and has to live as long as m.
 */
bool reader_set_name(
    struct package_reader *s, struct member *m, const char *name);

#endif
