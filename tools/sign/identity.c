#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "base/mem.h"
#include "sign/cert_text.h"
#include "sign/identity.h"

#define CHAIN_MAX 16 /* certificates */

static X509 *
cert_of_key(const struct keystore *k, EVP_PKEY *key)
{
	X509 *cert;
	int i;

	for (i = 0; i < sk_X509_num(k->certs); i++) {
		cert = sk_X509_value(k->certs, i);
		if (EVP_PKEY_eq(X509_get0_pubkey(cert), key) == 1)
			return cert;
	}
	ERR_clear_error();
	return NULL;
}

/* The key has this alias, or its certificate has. */
static bool
has_alias(
    const struct keystore *k, const struct keystore_key *key, const char *alias)
{
	X509 *cert;
	unsigned char *name;
	int len = 0;

	if (key->alias != NULL && strcmp(key->alias, alias) == 0)
		return true;
	cert = cert_of_key(k, key->key);
	name = cert == NULL ? NULL : X509_alias_get0(cert, &len);
	return name != NULL && len >= 0 && (size_t)len == strlen(alias) &&
	    memcmp(name, alias, (size_t)len) == 0;
}

static bool
choose_key(
    struct identity *id, const struct identity_request *r, struct diag *d)
{
	const struct keystore *k = &id->store;
	size_t i, n = 0;

	for (i = 0; i < k->nkeys; i++) {
		if (r->alias != NULL && !has_alias(k, &k->keys[i], r->alias))
			continue;
		id->key = k->keys[i].key;
		n++;
	}
	if (n == 1)
		return true;
	if (k->nkeys == 0)
		diag_error(d, r->key, 0, NULL, "holds no private key");
	else if (r->alias == NULL)
		diag_error(d, r->key, 0, NULL,
		    "holds %zu private keys; --alias chooses one", n);
	else
		diag_error(d, r->key, 0, NULL, "%s a private key `%s'",
		    n == 0 ? "has not" : "has more than once", r->alias);
	return false;
}

static bool
is_root(X509 *cert)
{
	return X509_check_issued(cert, cert) == X509_V_OK;
}

/* A certificate of the store that issued this one, or NULL. */
static X509 *
find_issuer(const struct keystore *k, X509 *cert)
{
	EVP_PKEY *public;
	X509 *issuer;
	int i;

	for (i = 0; i < sk_X509_num(k->certs); i++) {
		issuer = sk_X509_value(k->certs, i);
		public = X509_get0_pubkey(issuer);
		if (issuer != cert && public != NULL &&
		    X509_check_issued(issuer, cert) == X509_V_OK &&
		    X509_verify(cert, public) == 1)
			return issuer;
	}
	ERR_clear_error();
	return NULL;
}

static void
build_chain(struct identity *id)
{
	X509 *cert = id->cert;

	id->chain = sk_X509_new_null();
	if (id->chain == NULL)
		out_of_memory();
	while (!is_root(cert) && sk_X509_num(id->chain) < CHAIN_MAX) {
		cert = find_issuer(&id->store, cert);
		if (cert == NULL)
			return;
		if (sk_X509_push(id->chain, cert) == 0)
			out_of_memory();
	}
	id->complete = is_root(cert);
}

static void
check_chain(
    const struct identity *id, const struct identity_request *r, struct diag *d)
{
	X509 *last = id->cert;
	char *issuer;

	if (id->complete)
		return;
	if (sk_X509_num(id->chain) > 0)
		last = sk_X509_value(id->chain, sk_X509_num(id->chain) - 1);
	issuer = cert_name_text(X509_get_issuer_name(last));
	diag_add(d, r->solaris10 ? SEVERITY_ERROR : SEVERITY_WARNING, r->key, 0,
	    NULL, r->solaris10 ? "svr4-packaging 2.2" : NULL,
	    "the chain of certificates lacks %s; --chain adds it", issuer);
	free(issuer);
}

static void
check_dates(X509 *cert, const char *file, struct diag *d)
{
	const ASN1_TIME *from = X509_get0_notBefore(cert);
	const ASN1_TIME *until = X509_get0_notAfter(cert);
	bool late = X509_cmp_current_time(until) < 0;
	char *date, *subject;

	if (!late && X509_cmp_current_time(from) < 0)
		return;
	date = asn1_time_text(late ? until : from);
	subject = cert_subject_text(cert);
	diag_warn(d, file, 0, NULL, "the certificate of %s %s %s", subject,
	    late ? "expired on" : "is not valid before", date);
	free(subject);
	free(date);
}

/* SHA-2 came with OpenSSL 0.9.8 (svr4-packaging 2.5). */
static void
check_solaris10(const struct identity *id, const char *file, struct diag *d)
{
	int i, nid;
	X509 *cert;
	char *subject;

	if (!EVP_PKEY_is_a(id->key, "RSA"))
		diag_error(d, file, 0, "svr4-packaging 2.5",
		    "Solaris 10 checks signatures of RSA keys only");
	for (i = -1; i < sk_X509_num(id->chain); i++) {
		cert = i < 0 ? id->cert : sk_X509_value(id->chain, i);
		nid = cert_digest_nid(cert);
		if (nid == NID_sha1 || nid == NID_md5)
			continue;
		subject = cert_subject_text(cert);
		diag_warn(d, file, 0, "svr4-packaging 2.5",
		    "the certificate of %s is signed with %s, which "
		    "pkgadd of Solaris 10 does not know",
		    subject, digest_text(nid));
		free(subject);
	}
}

static void
check_usage(X509 *cert, const char *file, struct diag *d)
{
	uint32_t usage = X509_get_key_usage(cert);

	if ((usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
		diag_warn(d, file, 0, NULL,
		    "the certificate is not meant for signatures (key usage)");
}

static bool
check_identity(
    const struct identity *id, const struct identity_request *r, struct diag *d)
{
	struct diag own = DIAG_INIT;
	bool ok;

	if (!EVP_PKEY_is_a(id->key, "RSA") && !EVP_PKEY_is_a(id->key, "EC"))
		diag_error(&own, r->key, 0, NULL,
		    "PKCS#7 signs with RSA and EC keys only");
	check_chain(id, r, &own);
	check_dates(id->cert, r->key, &own);
	check_usage(id->cert, r->key, &own);
	if (r->solaris10)
		check_solaris10(id, r->key, &own);
	ok = own.worst < SEVERITY_ERROR;
	diag_move(d, &own);
	return ok;
}

/* --cert comes first, so that its certificate is the one of the key. */
static bool
read_files(
    struct identity *id, const struct identity_request *r, struct diag *d)
{
	struct passphrase pass = {.source = r->pass};
	bool ok = true;
	size_t i;

	if (r->cert != NULL)
		ok = keystore_read(
		    &id->store, r->cert, KEYSTORE_TRUST, &pass, d);
	ok = keystore_read(&id->store, r->key, KEYSTORE_SIGN, &pass, d) && ok;
	for (i = 0; i < r->nchain; i++)
		ok = keystore_read(
			 &id->store, r->chain[i], KEYSTORE_TRUST, &pass, d) &&
		    ok;
	passphrase_free(&pass);
	return ok;
}

bool
identity_open(
    struct identity *id, const struct identity_request *r, struct diag *d)
{
	*id = (struct identity){.store = KEYSTORE_INIT};
	secret_begin();
	if (!read_files(id, r, d) || !choose_key(id, r, d))
		return false;
	id->cert = cert_of_key(&id->store, id->key);
	if (id->cert == NULL) {
		diag_error(d, r->key, 0, NULL,
		    "there is no certificate of this private key%s",
		    r->cert == NULL ? "; --cert says where it is" : "");
		return false;
	}
	build_chain(id);
	return check_identity(id, r, d);
}

void
identity_close(struct identity *id)
{
	sk_X509_free(id->chain);
	keystore_free(&id->store);
	*id = (struct identity){.store = KEYSTORE_INIT};
}
