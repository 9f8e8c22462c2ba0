#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/buf.h"
#include "base/mem.h"
#include "sign/cert_text.h"

#define DAY 86400

char *
cert_name_text(const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data, *text;
	long len;

	if (bio == NULL)
		out_of_memory();
	(void)X509_NAME_print_ex(bio, name, 0,
	    XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
	len = BIO_get_mem_data(bio, &data);
	text = xstrndup(len > 0 ? data : "", len > 0 ? (size_t)len : 0);
	BIO_free(bio);
	ERR_clear_error();
	return text;
}

char *
cert_subject_text(const X509 *cert)
{
	return cert_name_text(X509_get_subject_name(cert));
}

char *
cert_key_text(EVP_PKEY *key)
{
	const char *name = key == NULL ? NULL : EVP_PKEY_get0_type_name(key);

	if (name == NULL)
		return xstrdup("an unknown key");
	return xasprintf("%s %d", name, EVP_PKEY_get_bits(key));
}

char *
cert_fingerprint(const X509 *cert)
{
	unsigned char raw[EVP_MAX_MD_SIZE];
	struct buf b = BUF_INIT;
	unsigned i, len = 0;

	if (X509_digest(cert, EVP_sha256(), raw, &len) != 1)
		len = 0;
	for (i = 0; i < len; i++)
		buf_printf(&b, "%02x", raw[i]);
	return buf_steal(&b);
}

const char *
digest_text(int nid)
{
	switch (nid) {
	case NID_md5: return "MD5";
	case NID_sha1: return "SHA-1";
	case NID_sha224: return "SHA-224";
	case NID_sha256: return "SHA-256";
	case NID_sha384: return "SHA-384";
	case NID_sha512: return "SHA-512";
	default: return nid == NID_undef ? "unknown" : OBJ_nid2ln(nid);
	}
}

int
cert_digest_nid(const X509 *cert)
{
	int digest = NID_undef;

	(void)X509_get_signature_info((X509 *)cert, &digest, NULL, NULL, NULL);
	ERR_clear_error();
	return digest;
}

int64_t
asn1_time_seconds(const ASN1_TIME *t)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days, seconds;
	int64_t result = INT64_MIN;

	if (epoch == NULL)
		out_of_memory();
	if (t != NULL && ASN1_TIME_diff(&days, &seconds, epoch, t) == 1)
		result = (int64_t)days * DAY + seconds;
	ASN1_TIME_free(epoch);
	ERR_clear_error();
	return result;
}

char *
asn1_time_text(const ASN1_TIME *t)
{
	struct tm tm = {0};

	if (t == NULL || ASN1_TIME_to_tm(t, &tm) != 1)
		return xstrdup("an unreadable date");
	return xasprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}
