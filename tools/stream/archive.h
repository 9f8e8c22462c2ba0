/*
 * Archives of any kind that libarchive reads, as untrusted input.
 */
#ifndef STREAM_ARCHIVE_H
#define STREAM_ARCHIVE_H

struct archive;

/*
 * Turns on all formats and filters that libarchive can read by itself: none
 * that runs a program from PATH or that names files of this machine.
 */
void archive_support_formats(struct archive *a);

#endif
