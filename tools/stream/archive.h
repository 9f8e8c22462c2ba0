/*
 * The members of an archive of any kind that libarchive reads by itself, from
 * front to back and never unpacked.  Archives are untrusted input: no format or
 * filter is used that runs a program or that names files of this machine.
 */
#ifndef STREAM_ARCHIVE_H
#define STREAM_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/diag.h"
#include "base/digest.h"

/* Limits for untrusted archives, checked before memory is allocated. */
#define ARCHIVE_MEMBERS_MAX  4000000
#define ARCHIVE_NAME_MAX     4096          /* bytes of a name or target */
#define ARCHIVE_CONTENTS_MAX (64ull << 30) /* bytes of all members */
#define ARCHIVE_RATIO_MAX    1000ull       /* times the bytes of the archive, */
#define ARCHIVE_RATIO_FROM   (1ull << 30)  /* for contents above these bytes */

#define ARCHIVE_TIME_NONE    (-1) /* a time that no package can hold */

struct archive_reader;

/* A member; its texts are valid until the next one is read. */
struct archive_member {
	const char *stored; /* the name, as it is in the archive */
	const char *name;   /* relative, without `./' and doubled slashes, or
			     * empty for the top; NULL: it is not usable */
	const char *fault;  /* why the name is NULL: "the name is ..." */
	char type;          /* f d s; `?' for anything else */
	const char *link;   /* f: a hard link to the member of this name, which
			     * comes before it; either of the two may have the
			     * contents that both share; NULL: no hard link */
	const char *target; /* s: never NULL */
	const char *owner, *group; /* NULL: only a number, or no text */
	unsigned mode;             /* without type */
	int64_t mtime;             /* seconds, or ARCHIVE_TIME_NONE */
};

/*
 * Opens the archive at path, a regular file; with hash, archive_reader_finish
 * can be called.  Of a Debian package these are its data.  NULL after a
 * finding; the caller closes.
 */
struct archive_reader *archive_reader_open(
    const char *path, bool hash, struct diag *d);

/*
 * The control files of a Debian package.  NULL, after a finding, also when the
 * file is none.
 */
struct archive_reader *archive_reader_open_control(
    const char *path, struct diag *d);

/* The same for an archive in memory, which stays the caller's. */
struct archive_reader *archive_reader_open_memory(
    const void *data, size_t len, const char *name, bool hash, struct diag *d);

/*
 * Reads the next member; false at the end, or after a finding.  What a format
 * can tell only with a warning (names in an encoding of their own) is used as
 * it is.
 */
bool archive_reader_next(struct archive_reader *r, struct archive_member *m);

/* Was there a finding? */
bool archive_reader_failed(const struct archive_reader *r);

/*
 * Reads up to len bytes of the contents of the member; holes are zeros.  0 at
 * the end, -1 after a finding, also for contents that are damaged or shorter
 * than the member claims.
 */
ssize_t archive_reader_read(struct archive_reader *r, void *data, size_t len);

/*
 * Size and digest of the whole file, also of what follows the archive; false
 * after a finding.
 */
bool archive_reader_finish(
    struct archive_reader *r, uint64_t *size, char sha256[SHA256_HEX]);

/* NULL is allowed. */
void archive_reader_close(struct archive_reader *r);

#endif
