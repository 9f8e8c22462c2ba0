/*
 * A datastream with a signature, or without the one that it had.
 */
#ifndef SIGN_SIGN_STREAM_H
#define SIGN_SIGN_STREAM_H

#include "os/output.h"
#include "sign/signer.h"
#include "stream/package_reader.h"

/*
 * Copies a stream that was just opened to out, which has to be able to seek,
 * in one pass; a signature that it has is left out, and that of the signer, if
 * not NULL, added (svr4-packaging 2.1).  file is the name of out in messages.
 * A stream whose signature pkgadd or we would refuse is not signed.  d is that
 * of s.  False after a finding; out is the caller's to commit or to discard.
 */
bool sign_stream(struct package_reader *s, struct signer *signer,
    const struct output *out, const char *file, struct diag *d);

#endif
