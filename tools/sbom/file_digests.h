/*
 * The digests that a list of contents has of each file.
 */
#ifndef SBOM_FILE_DIGESTS_H
#define SBOM_FILE_DIGESTS_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/digest.h"
#include "stream/package_reader.h"

#define SHA1_HEX 41 /* bytes of its text with the NUL */

struct file_digests {
	char sha1[SHA1_HEX];
	char sha256[SHA256_HEX];
};

/* Of the member that the reader stands at; false after a finding. */
bool file_digests_member(struct package_reader *s, struct file_digests *out);

/* Of len bytes. */
void file_digests_data(const void *data, size_t len, struct file_digests *out);

/*
 * Of a file from its beginning, whose offset stays; name is for messages.
 * False after a finding.
 */
bool file_digests_fd(
    int fd, const char *name, struct file_digests *out, struct diag *d);

/* Of a regular file.  False after a finding. */
bool file_digests_path(
    const char *path, struct file_digests *out, struct diag *d);

#endif
