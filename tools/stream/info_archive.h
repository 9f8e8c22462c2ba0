/*
 * The first archive of a datastream: pkginfo and pkgmap of each package, and
 * the signature (svr4-packaging 1.4).
 */
#ifndef STREAM_INFO_ARCHIVE_H
#define STREAM_INFO_ARCHIVE_H

#include "stream/input.h"
#include "stream/package_reader.h"

#define INFO_ARCHIVE_SIGNATURE "signature"
#define SIGNATURE_MAX          (1024u * 1024) /* bytes */

/*
 * Bytes of an info archive that are read from a compressed stream, whose few
 * kilobytes may become very many.  Without compression the limit is PKGMAP_MAX.
 */
#define INFO_COMPRESSED_MAX (48u * 1024 * 1024)

/* The name of a package's pkginfo or pkgmap (file); the caller frees. */
char *info_archive_member(const char *package, const char *file);

/*
 * Reads the archive into the texts of the packages of s, in any order.  False after a finding: something is missing, too large or twice.
 */
bool info_archive_read(struct package_reader *s, struct input *in);

#endif
