/*
 * The one file in a 7-Zip file, which is how media of Solaris 10 have their
 * class archives (svr4-packaging 1.12).
 */
#ifndef STREAM_SEVEN_ZIP_H
#define STREAM_SEVEN_ZIP_H

#include "stream/input.h"

#define SEVEN_ZIP_MAGIC     "7z\274\257\047\034"
#define SEVEN_ZIP_MAGIC_LEN 6

struct seven_zip;

/*
 * Reads the 7-Zip file that in shows, to its end, into a temporary file: its
 * table is behind the data.  name is for messages, d lives as long.  NULL after
 * a finding; the caller frees.
 */
struct seven_zip *seven_zip_open(
    struct input *in, const char *name, struct diag *d);

/* What an input_source_fn promises; zip is the struct seven_zip. */
ssize_t seven_zip_read(void *zip, void *data, size_t len);

/* NULL is allowed. */
void seven_zip_free(struct seven_zip *z);

#endif
