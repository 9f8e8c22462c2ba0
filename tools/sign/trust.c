#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "base/mem.h"
#include "sign/cert_text.h"
#include "sign/trust.h"
#include "stream/rule.h"

#define CHAIN_MAX 16 /* certificates */

struct trust {
	X509_STORE *store;
	time_t at;
};

/* Files with certificates of their own become trusted ones. */
static bool
add_certs(
    struct trust *t, const struct keystore *k, const char *path, struct diag *d)
{
	X509 *cert;
	size_t added = 0;
	int i;

	for (i = 0; i < sk_X509_num(k->certs); i++) {
		cert = sk_X509_value(k->certs, i);
		if (keystore_has_key_of(k, cert))
			continue;
		if (X509_STORE_add_cert(t->store, cert) != 1)
			out_of_memory();
		added++;
	}
	if (added == 0)
		diag_error(d, path, 0, NULL, "holds no certificate to trust");
	return added > 0;
}

static bool
add_path(
    struct trust *t, const char *path, struct passphrase *pass, struct diag *d)
{
	struct keystore k = KEYSTORE_INIT;
	bool ok = keystore_read(&k, path, KEYSTORE_TRUST, pass, d) &&
	    add_certs(t, &k, path, d);

	keystore_free(&k);
	return ok;
}

struct trust *
trust_open(const char *const *paths, size_t n, struct passphrase *pass,
    int64_t at, struct diag *d)
{
	struct trust *t = xcalloc(1, sizeof(*t));
	bool ok = true;
	size_t i;

	secret_begin();
	t->at = at == TRUST_NOW ? time(NULL) : (time_t)at;
	t->store = X509_STORE_new();
	if (t->store == NULL)
		out_of_memory();
	for (i = 0; i < n; i++)
		ok = add_path(t, paths[i], pass, d) && ok;
	if (ok)
		return t;
	trust_free(t);
	return NULL;
}

/* The check of one chain, for the function that OpenSSL calls. */
struct chain_check {
	const char *file;
	struct diag *d;
	X509 *dated;  /* the last one with a finding about its dates */
	bool failed;  /* no chain leads to a trusted certificate */
	char *anchor; /* the subject of the one at the end of the chain */
};

static bool
is_about_dates(int error)
{
	return error == X509_V_ERR_CERT_HAS_EXPIRED ||
	    error == X509_V_ERR_CERT_NOT_YET_VALID;
}

/* Dates are told, and the check goes on; all else ends it. */
static int
on_fault(int ok, X509_STORE_CTX *ctx)
{
	struct chain_check *c = X509_STORE_CTX_get_app_data(ctx);
	X509 *cert = X509_STORE_CTX_get_current_cert(ctx);
	int error = X509_STORE_CTX_get_error(ctx);
	char *subject, *date;
	bool late = error == X509_V_ERR_CERT_HAS_EXPIRED;

	if (ok || (is_about_dates(error) && cert == c->dated))
		return 1;
	subject = cert == NULL ? xstrdup("?") : cert_subject_text(cert);
	if (cert != NULL && is_about_dates(error)) {
		date = asn1_time_text(late ? X509_get0_notAfter(cert)
					   : X509_get0_notBefore(cert));
		rule_report(c->d, RULE_SIGNATURE_DATE, c->file, NULL,
		    "the certificate of %s %s %s", subject,
		    late ? "expired on" : "is not valid before", date);
		free(date);
		c->dated = cert;
	} else {
		rule_report(c->d, RULE_SIGNATURE_CHAIN, c->file, NULL,
		    "the certificate of %s is not trusted: %s", subject,
		    X509_verify_cert_error_string(error));
		c->failed = true;
	}
	free(subject);
	return is_about_dates(error);
}

/* Whose certificate the chain ends with; the caller frees. */
static char *
chain_anchor(const X509_STORE_CTX *ctx)
{
	const STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(ctx);
	int n = sk_X509_num(chain);

	return n < 1 ? NULL : cert_subject_text(sk_X509_value(chain, n - 1));
}

static void
check_chain(const struct trust *t, X509 *cert, STACK_OF(X509) * others,
    struct chain_check *c)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	X509_VERIFY_PARAM *param;

	if (ctx == NULL ||
	    X509_STORE_CTX_init(ctx, t->store, cert, others) != 1)
		out_of_memory();
	param = X509_STORE_CTX_get0_param(ctx);
	X509_VERIFY_PARAM_set_time(param, t->at);
	X509_VERIFY_PARAM_set_depth(param, CHAIN_MAX);
	/* certificates that Solaris 10 can check are signed with SHA-1 */
	X509_VERIFY_PARAM_set_auth_level(param, 0);
	(void)X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY);
	(void)X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
	X509_STORE_CTX_set_app_data(ctx, c);
	X509_STORE_CTX_set_verify_cb(ctx, on_fault);
	if (X509_verify_cert(ctx) == 1)
		c->anchor = chain_anchor(ctx);
	else if (!c->failed)
		rule_report(c->d, RULE_SIGNATURE_CHAIN, c->file, NULL,
		    "the certificate of the signer is not trusted: %s",
		    X509_verify_cert_error_string(
			X509_STORE_CTX_get_error(ctx)));
	X509_STORE_CTX_free(ctx);
	ERR_clear_error();
}

/*
 * pkgadd takes any purpose (svr4-packaging 2.4); a certificate that names what
 * it is for has to name signatures of code or mail.  False after a finding.
 */
static bool
check_purpose(X509 *cert, const char *file, struct diag *d)
{
	const uint32_t signs = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
	const uint32_t signing = XKU_CODE_SIGN | XKU_SMIME | XKU_ANYEKU;
	uint32_t flags = X509_get_extension_flags(cert);
	const char *what = NULL;
	char *subject;

	if ((flags & EXFLAG_KUSAGE) && !(X509_get_key_usage(cert) & signs))
		what = "key usage";
	else if ((flags & EXFLAG_XKUSAGE) &&
	    !(X509_get_extended_key_usage(cert) & signing))
		what = "extended key usage";
	if (what == NULL)
		return true;
	subject = cert_subject_text(cert);
	rule_report(d, RULE_SIGNATURE_PURPOSE, file, NULL,
	    "the certificate of %s is not meant for signing packages (%s)",
	    subject, what);
	free(subject);
	return false;
}

static void
report_trusted(X509 *cert, const char *anchor, const char *file, struct diag *d)
{
	char *subject = cert_subject_text(cert);

	rule_report(d, RULE_SIGNATURE_TRUSTED, file, NULL,
	    "signed by %s, trusted for the certificate of %s", subject, anchor);
	free(subject);
}

void
trust_check(const struct trust *t, X509 *cert, STACK_OF(X509) * others,
    const char *file, struct diag *d)
{
	struct chain_check c = {.file = file, .d = d};

	check_chain(t, cert, others, &c);
	if (check_purpose(cert, file, d) && c.anchor != NULL && c.dated == NULL)
		report_trusted(cert, c.anchor, file, d);
	free(c.anchor);
}

void
trust_free(struct trust *t)
{
	if (t == NULL)
		return;
	X509_STORE_free(t->store);
	free(t);
}
