/*
 * The first archive of a datastream: pkginfo and pkgmap of each package, and
 * the signature (svr4-packaging 1.4).
 */
#ifndef STREAM_INFO_ARCHIVE_H
#define STREAM_INFO_ARCHIVE_H

#include "stream/input.h"
#include "stream/source_impl.h"

#define SIGNATURE_MAX	(1024u * 1024)	/* bytes */

/*
 * Reads the archive into the texts of the packages of s, in whatever order
 * they come.  False after a finding: something is missing, too large or twice.
 */
bool	info_archive_read(struct source *s, struct input *in);

#endif
