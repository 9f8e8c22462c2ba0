/*
 * Who is trusted: certificates, and the time for which they have to hold.
 */
#ifndef SIGN_TRUST_H
#define SIGN_TRUST_H

#include "sign/keystore.h"

struct trust;

#define TRUST_NOW INT64_MIN

/*
 * Trusts the certificates of n files (PEM, PKCS#12) or directories with a
 * truststore; of a PKCS#12 file those without a private key, as on Solaris
 * (svr4-packaging 2.5).  at is in seconds since the epoch.  NULL after a
 * finding; the caller frees.
 */
struct trust *trust_open(const char *const *paths, size_t n,
    struct passphrase *pass, int64_t at, struct diag *d);

/*
 * Adds a finding about file for each fault of the signer's certificate: no
 * chain of certificates, which others may help to build, leads to one that is
 * trusted; one of the chain is out of date; it is meant for something else.
 * Without a fault, RULE_SIGNATURE_TRUSTED tells who is trusted and why.
 */
void trust_check(const struct trust *t, X509 *cert, STACK_OF(X509) * others,
    const char *file, struct diag *d);

void trust_free(struct trust *t);

#endif
