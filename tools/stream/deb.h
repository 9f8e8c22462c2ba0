/*
 * Debian packages, deb(5): an archive of ar(1) with archives in it,
 * `debian-binary', `control.tar.*', `data.tar.*'.
 */
#ifndef STREAM_DEB_H
#define STREAM_DEB_H

#include <stdbool.h>
#include <stdint.h>

/* Does the file begin like a Debian package? */
bool deb_begins(int fd);

/* The same for a path; false also when it cannot be read. */
bool deb_is(const char *path);

/*
 * Sets where the member whose name begins so lies in the file of this size.
 * False when there is none.
 */
bool deb_find(
    int fd, uint64_t size, const char *name, uint64_t *start, uint64_t *end);

#endif
