#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>

#include "base/mem.h"
#include "sign/openssl_error.h"
#include "sign/signer.h"

struct signer {
	PKCS7 *p7;
	BIO *digest; /* what is written to it is signed */
	size_t size;
	bool failed;
};

static PKCS7_SIGNER_INFO *
signer_info(PKCS7 *p7)
{
	return sk_PKCS7_SIGNER_INFO_value(PKCS7_get_signer_info(p7), 0);
}

/* The signer's certificate comes first, then its chain. */
static bool
add_certs(PKCS7 *p7, const struct identity *id)
{
	int i;

	for (i = 0; i < sk_X509_num(id->chain); i++)
		if (!PKCS7_add_certificate(p7, sk_X509_value(id->chain, i)))
			return false;
	return true;
}

static bool
print_pem(PKCS7 *p7, struct buf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());
	bool ok = bio != NULL && PEM_write_bio_PKCS7(bio, p7) == 1;
	char *data;
	long len;

	if (ok && (len = BIO_get_mem_data(bio, &data)) > 0)
		buf_add(out, data, (size_t)len);
	BIO_free(bio);
	return ok;
}

/* The size with the longest signature that the key can make. */
static bool
measure(struct signer *s, EVP_PKEY *key)
{
	int max = EVP_PKEY_get_size(key);
	unsigned char *zeros = xcalloc(1, max > 0 ? (size_t)max : 1);
	struct buf text = BUF_INIT;
	bool ok = max > 0 &&
	    ASN1_STRING_set(signer_info(s->p7)->enc_digest, zeros, max) == 1 &&
	    print_pem(s->p7, &text);

	s->size = text.len;
	buf_free(&text);
	free(zeros);
	return ok;
}

static bool
begin(struct signer *s, const struct identity *id, const EVP_MD *md)
{
	const int flags = PKCS7_PARTIAL | PKCS7_BINARY | PKCS7_DETACHED;

	s->p7 = PKCS7_sign(NULL, NULL, NULL, NULL, flags);
	return s->p7 != NULL &&
	    PKCS7_sign_add_signer(s->p7, id->cert, id->key, md,
		PKCS7_BINARY | PKCS7_NOATTR | PKCS7_NOSMIMECAP) != NULL &&
	    add_certs(s->p7, id) && measure(s, id->key) &&
	    (s->digest = PKCS7_dataInit(s->p7, NULL)) != NULL;
}

struct signer *
signer_new(const struct identity *id, bool solaris10, struct diag *d)
{
	struct signer *s = xcalloc(1, sizeof(*s));

	ERR_clear_error();
	if (begin(s, id, solaris10 ? EVP_sha1() : EVP_sha256()))
		return s;
	diag_openssl(d, NULL, "cannot sign");
	signer_free(s);
	return NULL;
}

size_t
signer_size(const struct signer *s)
{
	return s->size;
}

void
signer_update(void *signer, const void *data, size_t len)
{
	struct signer *s = signer;
	size_t n;

	if (len > 0 && BIO_write_ex(s->digest, data, len, &n) != 1)
		s->failed = true;
}

bool
signer_finish(struct signer *s, struct buf *out, struct diag *d)
{
	size_t start = out->len;

	if (s->failed || BIO_flush(s->digest) != 1 ||
	    PKCS7_dataFinal(s->p7, s->digest) != 1 || !print_pem(s->p7, out) ||
	    out->len - start > s->size) {
		diag_openssl(d, NULL, "cannot sign");
		return false;
	}
	while (out->len - start < s->size)
		buf_char(out, '\n');
	return true;
}

void
signer_free(struct signer *s)
{
	if (s == NULL)
		return;
	BIO_free_all(s->digest);
	PKCS7_free(s->p7);
	free(s);
}
