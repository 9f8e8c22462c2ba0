/*
 * Packages to read: a datastream or a spool directory, walked once from front
 * to back in constant memory (svr4-packaging 1).
 *
 *	s = reader_open(path, &d);
 *	... reader_package(s, i): pkginfo and pkgmap of each package
 *	while (reader_next(s, &m))
 *		... m->name; reader_read(s, data, len) as often as wanted
 *	reader_close(s);
 */
#ifndef STREAM_PACKAGE_READER_H
#define STREAM_PACKAGE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/diag.h"
#include "model/pkginfo.h"
#include "model/pkgmap.h"
#include "stream/cpio.h"
#include "stream/input.h"

/* One package of the source, as its info archive describes it. */
struct package {
	char *name; /* instance directory, as in header */
	unsigned nparts;
	uint64_t maxpart; /* 512-byte blocks of largest part */
	struct pkginfo *info;
	struct pkgmap *map;
	int64_t time;         /* of pkginfo, seconds */
	struct buf info_text; /* the files as they are */
	struct buf map_text;
};

/* One member of a part archive, or one file of a spool directory. */
struct member {
	size_t package;              /* index of its package */
	unsigned part;               /* from 1 */
	const char *name;            /* below the package directory, safe */
	const struct object *object; /* whose contents these are; or NULL */
	uint32_t mode;               /* CPIO_REGULAR or _DIRECTORY, ... */
	int64_t mtime;               /* seconds */
	uint64_t size;               /* bytes; 0 for directories; those that
				      * the pkgmap has for decoded contents,
				      * or MEMBER_SIZE_UNKNOWN */
};

#define MEMBER_SIZE_UNKNOWN UINT64_MAX

/* A member of the info archive: pkginfo or pkgmap of a package. */
struct info_member {
	struct cpio_header header;
	char *name;     /* as it stands there, `PKG/pkginfo' */
	size_t package; /* index */
	bool is_map;
};

struct package_reader;

/*
 * Opens a file, "-" for standard input, or a directory that holds packages or
 * is one.  Reads header and info archive; findings that make the rest
 * meaningless end in NULL, others are added to d, here and later on, under the
 * names of stream/rule.h.  The caller closes the source; d lives as long.
 */
struct package_reader *reader_open(const char *path, struct diag *d);

/*
 * The same for a package on several volumes, path and then the n others in
 * order: files that go on with further parts of a datastream, or directories
 * (svr4-packaging 1.6).  The paths live as long.
 */
struct package_reader *reader_open_volumes(
    const char *path, const char *const *volumes, size_t n, struct diag *d);

/*
 * Is it a file that goes on with further parts, as the second volume of a
 * datastream does?  It is no package by itself.
 */
bool reader_is_volume(const char *path);

/*
 * The same for those who want to know what there is even of a stream that ends
 * too early: it is opened when it ends within its information archive, with
 * the packages and lines that were read, and has failed then.
 */
struct package_reader *reader_open_partial(
    const char *path, const char *const *volumes, size_t n, struct diag *d);

/* The same for a datastream in an open file that can seek (input_open_fd). */
struct package_reader *reader_open_fd(int fd, const char *name, struct diag *d);

/* reader_open() and reader_open_partial() for what is in memory, as long. */
struct package_reader *reader_open_memory(
    const void *data, size_t len, const char *name, struct diag *d);
struct package_reader *reader_open_memory_partial(
    const void *data, size_t len, const char *name, struct diag *d);

/* Its name for messages. */
const char *reader_name(const struct package_reader *s);

/*
 * The name under which findings show the package, or one of its files:
 * `x.pkg(ACME/pkgmap)`, `spool/ACME/pkgmap`.  file may be NULL.  The caller
 * frees.
 */
char *reader_label(
    const struct package_reader *s, const struct package *p, const char *file);

/* "gzip", ... around the whole stream; NULL: none. */
const char *reader_compression(const struct package_reader *s);

/* Bytes of the file; 0 for a directory or a pipe. */
uint64_t reader_file_size(const struct package_reader *s);

size_t reader_count(const struct package_reader *s);
const struct package *reader_package(const struct package_reader *s, size_t i);

/* The package of this name (instance); -1 when there is none. */
ssize_t reader_find(const struct package_reader *s, const char *name);

/*
 * The PKCS#7 signature of a signed stream (svr4-packaging 2), or NULL.  What
 * is signed are the bytes 0 to header_size, and those from info_end on.
 */
const struct buf *reader_signature(const struct package_reader *s);
uint64_t reader_header_size(const struct package_reader *s);
uint64_t reader_info_end(const struct package_reader *s);

/* The header of a stream, all header_size bytes; empty for a directory. */
const struct buf *reader_header(const struct package_reader *s);

/* The members of the info archive without the signature, n of them. */
const struct info_member *reader_info_members(
    const struct package_reader *s, size_t *n);

/* The header of the trailer behind them. */
const struct cpio_header *reader_info_trailer(const struct package_reader *s);

/*
 * Shows tap every byte behind the info archive, as reader_next() comes to it;
 * to be called on a stream that was just opened.
 */
void reader_tap(struct package_reader *s, input_tap_fn *tap, void *ctx);

/* Bytes that follow the last archive; known when all members were read. */
uint64_t reader_tail(const struct package_reader *s);

/* Is it a spool directory (and not a stream)? */
bool reader_is_directory(const struct package_reader *s);

/*
 * Restricts reader_next() to the members of this package.  What lies before
 * them is skipped, by seeking if the file can.
 */
void reader_select(struct package_reader *s, size_t package);

/*
 * From now on members and their contents are those that an installation has:
 * what pkgmk -c compressed is decoded (svr4-packaging 1.11), and the files of a
 * class archive come instead of it (1.12).  To be called before the
 * first member is read; a second time does nothing.
 */
void reader_decode(struct package_reader *s);

/*
 * Has the package contents in class archives that could not be read, so that
 * objects without a member may have theirs there?  Known when all its members
 * were read, after reader_decode().
 */
bool reader_has_unread(const struct package_reader *s, size_t package);

/*
 * The next member: a regular file or a directory.  Contents of the one before
 * that were not read are skipped.  m is valid until the next call.  False at
 * the end, or after a finding: then reader_failed() is true.  Members with a
 * name that is absolute or leads out of the package, or of another type, are
 * findings and left out.
 */
bool reader_next(struct package_reader *s, struct member *m);
bool reader_failed(const struct package_reader *s);

/*
 * Up to len bytes of the member's contents; 0 at its end, -1 on a finding.  A
 * file whose decoded contents have not the size of the pkgmap is one; the
 * reader has not failed then, and goes on with the next member.
 */
ssize_t reader_read(struct package_reader *s, void *data, size_t len);

/*
 * Passes over the members that are left, and adds findings only when the
 * stream cannot be read to its end.  The last thing to do with a reader.
 */
void reader_finish(struct package_reader *s);

void reader_close(struct package_reader *s);

#endif
