/*
 * What messages say of certificates, keys and digests.
 */
#ifndef SIGN_CERT_TEXT_H
#define SIGN_CERT_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/x509.h>

/* The subject or issuer, `CN=Release,O=Example'; the caller frees. */
char *cert_name_text(const X509_NAME *name);
char *cert_subject_text(const X509 *cert);

/* The kind and size of a key, `RSA 2048'; the caller frees. */
char *cert_key_text(EVP_PKEY *key);

/* SHA-256 of the certificate, in hexadecimal digits; the caller frees. */
char *cert_fingerprint(const X509 *cert);

/* `SHA-1', `SHA-256', or OpenSSL's name of another digest. */
const char *digest_text(int nid);

/* The digest that the certificate was signed with; NID_undef: unknown. */
int cert_digest_nid(const X509 *cert);

/* Seconds since the epoch; INT64_MIN: no such time. */
int64_t asn1_time_seconds(const ASN1_TIME *t);

/* As date_format() does, but of any time; the caller frees. */
char *asn1_time_text(const ASN1_TIME *t);

#endif
