/*
 * Packages to read: a datastream or a spool directory, walked once from front
 * to back in constant memory (svr4-packaging 1).
 *
 *	s = source_open(path, &d);
 *	... source_package(s, i): pkginfo and pkgmap of each package
 *	while (source_next(s, &m))
 *		... m->name; source_read(s, data, len) as often as wanted
 *	source_close(s);
 */
#ifndef STREAM_SOURCE_H
#define STREAM_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/diag.h"
#include "model/pkginfo.h"
#include "model/pkgmap.h"

/* One package of the source, as its info archive describes it. */
struct package {
	char		*name;		/* instance directory, as in header */
	unsigned	 nparts;
	uint64_t	 maxpart;	/* 512-byte blocks of largest part */
	struct pkginfo	*info;
	struct pkgmap	*map;
	int64_t		 time;		/* of pkginfo, seconds */
	struct buf	 info_text;	/* the files as they are */
	struct buf	 map_text;
};

/* One member of a part archive, or one file of a spool directory. */
struct member {
	size_t		 package;	/* index of its package */
	unsigned	 part;		/* from 1 */
	const char	*name;		/* below the package directory, safe */
	const struct object *object;	/* whose contents these are; or NULL */
	uint32_t	 mode;		/* CPIO_REGULAR or _DIRECTORY, ... */
	int64_t		 mtime;		/* seconds */
	uint64_t	 size;		/* bytes; 0 for directories */
};

struct source;

/*
 * Opens a file, "-" for standard input, or a directory that holds packages or
 * is one.  Reads header and info archive; findings that make the rest
 * meaningless end in NULL, others are added to d, here and later on, under the
 * names of stream/rule.h.  The caller closes the source; d lives as long.
 */
struct source *source_open(const char *path, struct diag *d);

/* Its name for messages. */
const char *source_name(const struct source *s);

/*
 * What file a finding about the package, or one of its files, names:
 * `x.pkg(ACME/pkgmap)`, `spool/ACME/pkgmap`.  file may be NULL.  The caller
 * frees.
 */
char	*source_label(const struct source *s, const struct package *p,
	    const char *file);

/* "gzip", ... around the whole stream; NULL: none. */
const char *source_compression(const struct source *s);

/* Bytes of the file; 0 for a directory or a pipe. */
uint64_t source_file_size(const struct source *s);

size_t	source_count(const struct source *s);
const struct package *source_package(const struct source *s, size_t i);

/* The package of this name (instance); -1 when there is none. */
ssize_t	source_find(const struct source *s, const char *name);

/*
 * The PKCS#7 signature of a signed stream (svr4-packaging 2), or NULL.  What
 * is signed are the bytes 0 to header_size, and those from info_end on.
 */
const struct buf *source_signature(const struct source *s);
uint64_t source_header_size(const struct source *s);
uint64_t source_info_end(const struct source *s);

/* Is it a spool directory (and not a stream)? */
bool	source_is_directory(const struct source *s);

/*
 * Only members of this package are wanted from now on; what lies before is
 * skipped, by seeking where that goes.
 */
void	source_select(struct source *s, size_t package);

/*
 * The next member: a regular file or a directory.  Contents of the one before
 * that were not read are skipped.  m is valid until the next call.  False at
 * the end, or after a finding: then source_failed() is true.  Members with a
 * name that leads elsewhere, or of another type, are findings and left out.
 */
bool	source_next(struct source *s, struct member *m);
bool	source_failed(const struct source *s);

/*
 * Is the member a class archive of system media (`archive/none.bz2',
 * `reloc.cpio.Z'), which holds the contents of several objects?  They are not
 * looked into.
 */
bool	member_is_class_archive(const struct member *m);

/* Up to len bytes of the member's contents; 0 at its end, -1 on a finding. */
ssize_t	source_read(struct source *s, void *data, size_t len);

void	source_close(struct source *s);

#endif
