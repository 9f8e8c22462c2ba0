/*
 * The signature of a datastream (svr4-packaging 2.2): who made it, and whether
 * it fits the bytes.
 */
#ifndef SIGN_SIGNATURE_H
#define SIGN_SIGNATURE_H

#include "base/buf.h"
#include "sign/trust.h"

#define SIGNATURE_SIGNERS_MAX 16

struct signature;

/* One signer, for people; texts may hold anything. */
struct signer_facts {
	char *subject, *issuer; /* of the certificate; NULL: it is missing */
	char *serial;           /* hexadecimal digits */
	char *fingerprint;
	char *key;                       /* `RSA 2048' */
	const char *digest;              /* of the signature, `SHA-1' */
	char *from, *until;              /* when the certificate is valid */
	int64_t valid_from, valid_until; /* the same in seconds */
	char *time; /* when it was signed, as it says; or NULL */
};

/*
 * Parses the text of the member.  NULL after findings about the file; the
 * caller frees.
 */
struct signature *signature_parse(
    const struct buf *text, const char *file, struct diag *d);

/* Adds bytes to those that the signature should fit; for reader_tap(). */
void signature_update(void *signature, const void *data, size_t len);

/*
 * Adds a finding about the file for each signer whose signature does not fit
 * the bytes; with trust (not NULL) for each whom trust_check() refuses.
 */
void signature_check(struct signature *s, const struct trust *trust,
    const char *file, struct diag *d);

/* Facts about n signers; belong to the signature. */
const struct signer_facts *signature_signers(
    const struct signature *s, size_t *n);

void signature_free(struct signature *s);

#endif
