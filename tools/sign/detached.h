/*
 * Signatures of any file in a file of their own: CMS (RFC 5652), DER.
 */
#ifndef SIGN_DETACHED_H
#define SIGN_DETACHED_H

#include "base/buf.h"
#include "sign/identity.h"
#include "sign/trust.h"

#define DETACHED_MAX (4u * 1024 * 1024) /* bytes of a signature */

/*
 * Appends the identity's signature of the file, with SHA-256 and the time (in
 * seconds) at which it says that it was made, to out.  False after a finding.
 */
bool detached_sign(const struct identity *id, const char *path, int64_t time,
    struct buf *out, struct diag *d);

/*
 * Adds a finding when the signature, DER or PEM, is not that of the file; with
 * trust (not NULL) for each signer whom trust_check() refuses.
 */
void detached_check(const char *path, const char *signature,
    const struct trust *trust, struct diag *d);

#endif
