/*
 * The kinds of archives that are read.
 */
#ifndef STREAM_ARCHIVE_FORMATS_H
#define STREAM_ARCHIVE_FORMATS_H

struct archive;

/* A reader of libarchive for them; NULL: there is no memory. */
struct archive *archive_formats_open(void);

#endif
