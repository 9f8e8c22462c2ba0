#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>

#include "base/mem.h"
#include "sign/cert_text.h"
#include "sign/signature.h"
#include "stream/rule.h"

#define PEM_END "-----END PKCS7-----"

struct signature {
	PKCS7 *p7;
	BIO *digest; /* what is written to it was signed */
	struct signer_facts *facts;
	size_t n;
	bool failed;
};

static PKCS7_SIGNER_INFO *
signer_info(const struct signature *s, size_t i)
{
	return sk_PKCS7_SIGNER_INFO_value(PKCS7_get_signer_info(s->p7), (int)i);
}

static int
digest_nid(const PKCS7_SIGNER_INFO *info)
{
	return OBJ_obj2nid(info->digest_alg->algorithm);
}

static X509 *
signer_cert(const struct signature *s, size_t i)
{
	PKCS7_ISSUER_AND_SERIAL *id = signer_info(s, i)->issuer_and_serial;
	X509 *cert = X509_find_by_issuer_and_serial(
	    s->p7->d.sign->cert, id->issuer, id->serial);

	ERR_clear_error();
	return cert;
}

static char *
serial_text(const ASN1_INTEGER *serial)
{
	BIGNUM *n = ASN1_INTEGER_to_BN(serial, NULL);
	char *hex = n == NULL ? NULL : BN_bn2hex(n);
	char *text = xstrdup(hex == NULL ? "" : hex);

	OPENSSL_free(hex);
	BN_free(n);
	return text;
}

static char *
signing_time(const PKCS7_SIGNER_INFO *info)
{
	const ASN1_TYPE *time = PKCS7_get_signed_attribute(
	    info, NID_pkcs9_signingTime);

	if (time == NULL ||
	    (time->type != V_ASN1_UTCTIME &&
		time->type != V_ASN1_GENERALIZEDTIME))
		return NULL;
	return asn1_time_text(time->value.asn1_string);
}

static void
describe(struct signature *s, size_t i)
{
	struct signer_facts *f = &s->facts[i];
	const PKCS7_SIGNER_INFO *info = signer_info(s, i);
	X509 *cert = signer_cert(s, i);

	f->digest = digest_text(digest_nid(info));
	f->time = signing_time(info);
	f->serial = serial_text(info->issuer_and_serial->serial);
	if (cert == NULL)
		return;
	f->subject = cert_subject_text(cert);
	f->issuer = cert_name_text(X509_get_issuer_name(cert));
	f->fingerprint = cert_fingerprint(cert);
	f->key = cert_key_text(X509_get0_pubkey(cert));
	f->valid_from = asn1_time_seconds(X509_get0_notBefore(cert));
	f->valid_until = asn1_time_seconds(X509_get0_notAfter(cert));
	f->from = asn1_time_text(X509_get0_notBefore(cert));
	f->until = asn1_time_text(X509_get0_notAfter(cert));
}

/* Only blanks may follow: what is there is covered by nothing. */
static bool
ends_behind_pem(const struct buf *text)
{
	const char *end = strstr(text->data, PEM_END);

	if (strlen(text->data) != text->len || end == NULL)
		return false;
	end += strlen(PEM_END);
	return end[strspn(end, "\r\n \t")] == '\0';
}

/* NULL, or what is wrong with the text. */
static const char *
parse(struct signature *s, const struct buf *text)
{
	BIO *bio;
	int n;

	if (text->len == 0)
		return "is empty";
	bio = BIO_new_mem_buf(text->data, (int)text->len);
	if (bio == NULL)
		out_of_memory();
	s->p7 = PEM_read_bio_PKCS7(bio, NULL, NULL, NULL);
	BIO_free(bio);
	ERR_clear_error();
	if (s->p7 == NULL)
		return "is no PKCS#7 in PEM";
	if (!ends_behind_pem(text))
		return "is followed by something";
	if (!PKCS7_type_is_signed(s->p7) || s->p7->d.sign == NULL ||
	    s->p7->d.sign->contents == NULL ||
	    !PKCS7_type_is_data(s->p7->d.sign->contents) ||
	    !PKCS7_is_detached(s->p7))
		return "is no detached signature of data";
	n = sk_PKCS7_SIGNER_INFO_num(PKCS7_get_signer_info(s->p7));
	if (n < 1)
		return "has no signer";
	if (n > SIGNATURE_SIGNERS_MAX)
		return "has too many signers";
	s->n = (size_t)n;
	s->digest = PKCS7_dataInit(s->p7, NULL);
	ERR_clear_error();
	return s->digest == NULL ? "has a digest that is not known" : NULL;
}

struct signature *
signature_parse(const struct buf *text, const char *file, struct diag *d)
{
	struct signature *s = xcalloc(1, sizeof(*s));
	const char *fault;
	size_t i;

	ERR_clear_error();
	fault = parse(s, text);
	if (fault != NULL) {
		rule_report(
		    d, RULE_SIGNATURE, file, NULL, "the signature %s", fault);
		signature_free(s);
		return NULL;
	}
	s->facts = xcalloc(s->n, sizeof(*s->facts));
	for (i = 0; i < s->n; i++)
		describe(s, i);
	return s;
}

void
signature_update(void *signature, const void *data, size_t len)
{
	struct signature *s = signature;
	size_t n;

	if (len > 0 && BIO_write_ex(s->digest, data, len, &n) != 1)
		s->failed = true;
}

static void
check_digest(
    const struct signature *s, size_t i, const char *file, struct diag *d)
{
	int nid = digest_nid(signer_info(s, i));

	if (nid == NID_sha1)
		rule_report(d, RULE_SIGNATURE_WEAK, file, NULL,
		    "the digest is SHA-1, which Solaris 10 needs and "
		    "cryptographers gave up: a signer who helps an attacker "
		    "can sign two packages at once");
	else if (nid == NID_md5 || nid == NID_undef)
		rule_report(d, RULE_SIGNATURE, file, NULL,
		    "the digest %s proves nothing", digest_text(nid));
}

static void
check_signer(struct signature *s, size_t i, const struct trust *trust,
    const char *file, struct diag *d)
{
	X509 *cert = signer_cert(s, i);
	bool fits;

	if (cert == NULL) {
		rule_report(d, RULE_SIGNATURE, file, NULL,
		    "the signature lacks the certificate of its signer");
		return;
	}
	fits = !s->failed &&
	    PKCS7_signatureVerify(s->digest, s->p7, signer_info(s, i), cert) ==
		1;
	ERR_clear_error();
	if (!fits)
		rule_report(d, RULE_SIGNATURE, file, NULL,
		    "the signature of %s does not fit the package, which was "
		    "changed after it was signed",
		    s->facts[i].subject);
	check_digest(s, i, file, d);
	if (fits && trust != NULL)
		trust_check(trust, cert, s->p7->d.sign->cert, file, d);
}

void
signature_check(struct signature *s, const struct trust *trust,
    const char *file, struct diag *d)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		check_signer(s, i, trust, file, d);
}

const struct signer_facts *
signature_signers(const struct signature *s, size_t *n)
{
	*n = s->n;
	return s->facts;
}

static void
free_facts(struct signer_facts *f)
{
	free(f->subject);
	free(f->issuer);
	free(f->serial);
	free(f->fingerprint);
	free(f->key);
	free(f->from);
	free(f->until);
	free(f->time);
}

void
signature_free(struct signature *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->n && s->facts != NULL; i++)
		free_facts(&s->facts[i]);
	free(s->facts);
	BIO_free_all(s->digest);
	PKCS7_free(s->p7);
	free(s);
}
