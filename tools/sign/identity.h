/*
 * Who signs: one private key, its certificate, and the chain above that.
 */
#ifndef SIGN_IDENTITY_H
#define SIGN_IDENTITY_H

#include "sign/keystore.h"

/* What the command line says of it. */
struct identity_request {
	const char *key;          /* PEM, PKCS#12, or directory of stores */
	const char *cert;         /* PEM; NULL: is with the key */
	const char *const *chain; /* files with further certificates */
	size_t nchain;
	const char *alias; /* of the key, where a store has several */
	const char *pass;  /* source, see secret.h; NULL: ask */
	bool solaris10;    /* only what pkgadd of Solaris 10 can check */
};

struct identity {
	struct keystore store;
	EVP_PKEY *key; /* belongs to the store, as all these do */
	X509 *cert;
	STACK_OF(X509) * chain; /* without cert, the issuer first */
	bool complete;          /* the chain ends with a root certificate */
};

/*
 * Reads the files and finds key, certificate and chain.  What makes a
 * signature useless is an error, what may do so a warning.  False after
 * errors.  The caller calls identity_close() in any case.
 */
bool identity_open(
    struct identity *id, const struct identity_request *r, struct diag *d);

void identity_close(struct identity *id);

#endif
