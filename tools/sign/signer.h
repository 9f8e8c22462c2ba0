/*
 * Makes the signature of a datastream (svr4-packaging 2.2): the signed bytes
 * are digested as they come, and the text has a size that is known before.
 */
#ifndef SIGN_SIGNER_H
#define SIGN_SIGNER_H

#include <stddef.h>

#include "base/buf.h"
#include "sign/identity.h"

struct signer;

/*
 * A signature by the identity, which has to live as long; SHA-1 for Solaris 10,
 * else SHA-256.  NULL after a finding.
 */
struct signer *signer_new(
    const struct identity *id, bool solaris10, struct diag *d);

/* Bytes of the text that signer_finish() makes. */
size_t signer_size(const struct signer *s);

/* Adds bytes to what is signed. */
void signer_update(void *signer, const void *data, size_t len);

/*
 * Signs, and appends the text, PEM with the label PKCS7, to out.  A signature
 * that came out shorter is filled up with line ends.  False after a finding.
 */
bool signer_finish(struct signer *s, struct buf *out, struct diag *d);

void signer_free(struct signer *s);

#endif
