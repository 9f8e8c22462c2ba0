/*
 * The cpio variant of datastreams: SVR4 "newc", magic 070701
 * (svr4-packaging 1.3).  Only headers; the bytes between them are the caller's.
 */
#ifndef STREAM_CPIO_H
#define STREAM_CPIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define CPIO_MAGIC      "070701"
#define CPIO_MAGIC_LEN  6
#define CPIO_HEADER_LEN 110  /* bytes before the name */
#define CPIO_NAME_MAX   1023 /* bytes of a name, without its NUL */
#define CPIO_ALIGN      4    /* name and data end on a multiple */
#define CPIO_RECORD     512  /* so does an archive */
#define CPIO_TRAILER    "TRAILER!!!"

/* The type bits of mode, the same on every system. */
#define CPIO_TYPE      0170000u
#define CPIO_DIRECTORY 0040000u
#define CPIO_REGULAR   0100000u

struct cpio_header {
	uint32_t ino;
	uint32_t mode; /* with type */
	uint32_t uid, gid;
	uint32_t nlink;
	uint32_t mtime; /* seconds since the epoch */
	uint32_t size;  /* bytes of data; 0 for directories */
	uint32_t devmajor, devminor;
	uint32_t rdevmajor, rdevminor;
	uint32_t namesize; /* bytes of the name with its NUL */
	uint32_t check;    /* 0 */
};

/*
 * Reads the fixed part of a header.  NULL, or why it is none that cpio(1)
 * would accept; namesize is at most CPIO_NAME_MAX + 1 then.
 */
const char *cpio_parse(struct cpio_header *h, const char data[CPIO_HEADER_LEN]);

/*
 * Appends header, name, NUL and padding.  namesize is taken from the name;
 * out may hold anything, so the caller keeps headers on multiples of four.
 */
void cpio_print(const struct cpio_header *h, const char *name, struct buf *out);

/* Bytes of a member: header, name and data, each with its padding. */
uint64_t cpio_member_size(size_t name_len, uint64_t size);

/* Appends the trailer, without the padding to the record. */
void cpio_print_trailer(struct buf *out);

/*
 * The headers of members as a datastream has them: owner, device and links are
 * constants, so that the bytes do not depend on the host.  mode is that of the
 * file or CPIO_MODE_UNKNOWN; of its bits those for the owner's read and write,
 * and everybody's reading, are always set (svr4-packaging 1.4).  mtime and size
 * must fit the fields, which the predicates tell.
 */
#define CPIO_MODE_UNKNOWN 0u
struct cpio_header cpio_file_header(
    uint32_t ino, uint32_t mode, int64_t mtime, uint64_t size);
struct cpio_header cpio_directory_header(uint32_t ino, int64_t mtime);
bool cpio_size_fits(uint64_t size);
bool cpio_time_fits(int64_t mtime);

/* Zero bytes behind n bytes up to the next multiple of align (power of 2). */
uint32_t cpio_padding(uint64_t n, uint32_t align);

#endif
