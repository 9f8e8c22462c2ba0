/*
 * Private keys and certificates: PEM files, PKCS#12 files, and directories
 * with the stores of Solaris (svr4-packaging 2.5).
 */
#ifndef SIGN_KEYSTORE_H
#define SIGN_KEYSTORE_H

#include <openssl/x509.h>

#include "sign/secret.h"

#define KEYSTORE_CERTS_MAX 10000

struct keystore_key {
	EVP_PKEY *key;
	char *alias; /* friendlyName of the key or its certificate, or NULL */
};

struct keystore {
	struct keystore_key *keys;
	size_t nkeys;
	STACK_OF(X509) * certs; /* in the order of the files, each once */
};

#define KEYSTORE_INIT ((struct keystore){0})

enum keystore_use {
	KEYSTORE_SIGN, /* private keys as well */
	KEYSTORE_TRUST /* certificates of PEM files, not their keys */
};

/*
 * Adds what the file or directory holds.  A directory has keystore, certstore
 * and truststore.  A file with an unprotected key that others can read is
 * refused.  The pass phrase is asked for when the file needs one.  False after
 * a finding.
 */
bool keystore_read(struct keystore *k, const char *path, enum keystore_use use,
    struct passphrase *pass, struct diag *d);

/* Adds a PKCS#12 file that was read; path is its name in messages. */
bool keystore_add_pkcs12(struct keystore *k, const struct secret *file,
    const char *path, struct passphrase *pass, struct diag *d);

/* These add to the store; key and certificate become its own. */
void keystore_add_key(struct keystore *k, EVP_PKEY *key, char *alias);
void keystore_add_cert(struct keystore *k, X509 *cert);

/* Is there a private key for the certificate? */
bool keystore_has_key_of(const struct keystore *k, X509 *cert);

/* Refuses a file whose key others can get at (svr4-packaging 2.5). */
bool keystore_check_access(const struct secret *file, bool is_encrypted,
    const char *path, struct diag *d);

void keystore_free(struct keystore *k);

#endif
