#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/pem.h>

/* has the functions for PEM only behind pem.h */
#include <openssl/cms.h>

#include "base/mem.h"
#include "os/file.h"
#include "sign/cert_text.h"
#include "sign/detached.h"
#include "sign/openssl_error.h"
#include "stream/rule.h"

#define FLAGS (CMS_BINARY | CMS_DETACHED)

static BIO *
open_file(const char *path, struct diag *d)
{
	BIO *bio;

	errno = 0;
	bio = BIO_new_file(path, "rb");
	if (bio == NULL)
		diag_error(
		    d, path, 0, NULL, "cannot open: %s", strerror(errno));
	ERR_clear_error();
	return bio;
}

/* CMS_sign() would take the time of the clock. */
static bool
add_time(CMS_SignerInfo *info, int64_t seconds)
{
	ASN1_TIME *time = ASN1_TIME_set(NULL, (time_t)seconds);
	bool ok = time != NULL &&
	    CMS_signed_add1_attr_by_NID(
		info, NID_pkcs9_signingTime, time->type, time, -1) == 1;

	ASN1_TIME_free(time);
	return ok;
}

static CMS_ContentInfo *
make_cms(const struct identity *id, BIO *content, int64_t time)
{
	CMS_ContentInfo *cms = CMS_sign(
	    NULL, NULL, NULL, NULL, FLAGS | CMS_PARTIAL);
	CMS_SignerInfo *info = NULL;
	bool ok;
	int i;

	if (cms != NULL)
		info = CMS_add1_signer(cms, id->cert, id->key, EVP_sha256(),
		    CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL);
	ok = info != NULL && add_time(info, time);
	for (i = 0; ok && i < sk_X509_num(id->chain); i++)
		ok = CMS_add1_cert(cms, sk_X509_value(id->chain, i)) == 1;
	if (ok && CMS_final(cms, content, NULL, FLAGS) == 1)
		return cms;
	CMS_ContentInfo_free(cms);
	return NULL;
}

static bool
print_der(CMS_ContentInfo *cms, struct buf *out)
{
	unsigned char *der = NULL;
	int len = i2d_CMS_ContentInfo(cms, &der);

	if (len > 0)
		buf_add(out, der, (size_t)len);
	OPENSSL_free(der);
	return len > 0;
}

bool
detached_sign(const struct identity *id, const char *path, int64_t time,
    struct buf *out, struct diag *d)
{
	BIO *content = open_file(path, d);
	CMS_ContentInfo *cms;
	bool ok;

	if (content == NULL)
		return false;
	cms = make_cms(id, content, time);
	ok = cms != NULL && print_der(cms, out);
	if (!ok)
		diag_openssl(d, path, "cannot sign");
	CMS_ContentInfo_free(cms);
	BIO_free(content);
	return ok;
}

static CMS_ContentInfo *
parse(const char *path, struct diag *d)
{
	struct buf text = BUF_INIT;
	CMS_ContentInfo *cms = NULL;
	BIO *bio;

	if (!file_read(path, DETACHED_MAX, &text, d)) {
		buf_free(&text);
		return NULL;
	}
	bio = BIO_new_mem_buf(buf_text(&text), (int)text.len);
	if (bio == NULL)
		out_of_memory();
	if (strncmp(buf_text(&text), "-----BEGIN ", 11) == 0)
		cms = PEM_read_bio_CMS(bio, NULL, NULL, NULL);
	else
		cms = d2i_CMS_bio(bio, NULL);
	BIO_free(bio);
	buf_free(&text);
	ERR_clear_error();
	if (cms != NULL &&
	    OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed &&
	    CMS_is_detached(cms) == 1 &&
	    sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms)) > 0)
		return cms;
	CMS_ContentInfo_free(cms);
	rule_report(
	    d, RULE_SIGNATURE, path, NULL, "is no detached signature (CMS)");
	return NULL;
}

static void
check_signers(CMS_ContentInfo *cms, const struct trust *trust, const char *file,
    struct diag *d)
{
	STACK_OF(X509) *signers = CMS_get0_signers(cms);
	STACK_OF(X509) *others = CMS_get1_certs(cms);
	int i;

	for (i = 0; trust != NULL && i < sk_X509_num(signers); i++)
		trust_check(trust, sk_X509_value(signers, i), others, file, d);
	sk_X509_pop_free(others, X509_free);
	sk_X509_free(signers);
}

static void
check_digests(CMS_ContentInfo *cms, const char *file, struct diag *d)
{
	STACK_OF(CMS_SignerInfo) *infos = CMS_get0_SignerInfos(cms);
	X509_ALGOR *digest;
	int i, nid;

	for (i = 0; i < sk_CMS_SignerInfo_num(infos); i++) {
		CMS_SignerInfo_get0_algs(sk_CMS_SignerInfo_value(infos, i),
		    NULL, NULL, &digest, NULL);
		nid = OBJ_obj2nid(digest->algorithm);
		if (nid == NID_sha1)
			rule_report(d, RULE_SIGNATURE_WEAK, file, NULL,
			    "the digest is SHA-1");
		else if (nid == NID_md5 || nid == NID_undef)
			rule_report(d, RULE_SIGNATURE, file, NULL,
			    "the digest %s proves nothing", digest_text(nid));
	}
}

void
detached_check(const char *path, const char *signature,
    const struct trust *trust, struct diag *d)
{
	CMS_ContentInfo *cms = parse(signature, d);
	BIO *content = cms == NULL ? NULL : open_file(path, d);

	if (content != NULL &&
	    CMS_verify(cms, NULL, NULL, content, NULL,
		FLAGS | CMS_NO_SIGNER_CERT_VERIFY) != 1)
		rule_report(d, RULE_SIGNATURE, path, NULL,
		    "is not what %s signs: it was changed, or the "
		    "signature is that of another file",
		    signature);
	else if (content != NULL) {
		check_digests(cms, signature, d);
		check_signers(cms, trust, signature, d);
	}
	ERR_clear_error();
	BIO_free(content);
	CMS_ContentInfo_free(cms);
}
