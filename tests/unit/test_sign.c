/*
 * A small signed package of which every byte is changed once; and a process
 * that has read a key.
 */
#include <fcntl.h>
#include <sys/resource.h>
#ifdef HAVE_PR_SET_DUMPABLE
#include <sys/prctl.h>
#endif

#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "inspect/verify.h"
#include "os/file.h"
#include "sign/sign_stream.h"
#include "sign/signature.h"

#include "sample.h"
#include "support.h"

static void
name_cert(X509 *cert)
{
	X509_NAME *name = X509_get_subject_name(cert);

	assert_int_equal(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
			     (const unsigned char *)"flip", -1, -1, 0),
	    1);
	assert_int_equal(X509_set_issuer_name(cert, name), 1);
}

/* A key with a certificate of its own: key.pem, and cert.pem to trust. */
static void
write_key(void)
{
	EVP_PKEY *key = EVP_RSA_gen(2048);
	X509 *cert = X509_new();
	FILE *out;

	assert_non_null(key);
	assert_non_null(cert);
	assert_int_equal(X509_set_version(cert, 2), 1);
	assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(cert), 1), 1);
	assert_non_null(X509_gmtime_adj(X509_getm_notBefore(cert), -60));
	assert_non_null(X509_gmtime_adj(X509_getm_notAfter(cert), 86400));
	assert_int_equal(X509_set_pubkey(cert, key), 1);
	name_cert(cert);
	assert_true(X509_sign(cert, key, EVP_sha256()) > 0);
	out = fopen("cert.pem", "w");
	assert_non_null(out);
	assert_int_equal(PEM_write_X509(out, cert), 1);
	assert_int_equal(fclose(out), 0);
	out = fopen("key.pem", "w");
	assert_non_null(out);
	assert_int_equal(fchmod(fileno(out), 0600), 0);
	assert_int_equal(
	    PEM_write_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL), 1);
	assert_int_equal(PEM_write_X509(out, cert), 1);
	assert_int_equal(fclose(out), 0);
	X509_free(cert);
	EVP_PKEY_free(key);
}

/* The sample package with a signature; its bytes. */
static void
sign_sample(struct buf *out)
{
	const struct identity_request r = {.key = "key.pem"};
	struct diag d = DIAG_INIT;
	struct buf plain = BUF_INIT;
	struct package_reader *s;
	struct output *file;
	struct signer *signer;
	struct identity id;

	sample_stream(&plain);
	s = reader_open_memory(plain.data, plain.len, "plain", &d);
	assert_non_null(s);
	assert_true(identity_open(&id, &r, &d));
	signer = signer_new(&id, false, &d);
	assert_non_null(signer);
	file = output_open("signed.pkg", true, &d);
	assert_non_null(file);
	assert_true(sign_stream(s, signer, file, "signed.pkg", &d));
	assert_true(output_commit(file, &d));
	signer_free(signer);
	identity_close(&id);
	reader_close(s);
	buf_free(&plain);
	assert_true(file_read("signed.pkg", 1u << 20, out, &d));
	expect_findings(&d, "");
}

/* Are there findings about the bytes? */
static bool
is_refused(const struct buf *b, const struct trust *trust)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = reader_open_memory(b->data, b->len, "x", &d);
	struct signature *signature = NULL;
	bool refused = s == NULL || reader_signature(s) == NULL;

	if (!refused)
		signature = signature_parse(reader_signature(s), "x", &d);
	if (signature != NULL) {
		signature_update(
		    signature, reader_header(s)->data, reader_header(s)->len);
		reader_tap(s, signature_update, signature);
		verify_source(s, &d);
		if (!reader_failed(s))
			signature_check(signature, trust, "x", &d);
		refused = reader_failed(s) || reader_tail(s) > 0;
	}
	refused |= d.worst >= SEVERITY_WARNING;
	signature_free(signature);
	reader_close(s);
	diag_free(&d);
	return refused;
}

static void
test_every_byte(void **state)
{
	static const char *const paths[] = {"cert.pem"};
	struct passphrase pass = {.source = NULL};
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct package_reader *s;
	struct trust *trust;
	uint64_t header, info_end;
	size_t i;
	char was;

	(void)state;
	write_key();
	sign_sample(&b);
	trust = trust_open(paths, 1, &pass, TRUST_NOW, &d);
	assert_non_null(trust);
	assert_false(is_refused(&b, trust));
	s = reader_open_memory(b.data, b.len, "x", &d);
	assert_non_null(s);
	header = reader_header_size(s);
	info_end = reader_info_end(s);
	reader_close(s);
	assert_true(header > 0 && info_end > header && info_end < b.len);
	for (i = 0; i < b.len; i++) {
		was = b.data[i];
		b.data[i] = (char)(was ^ (1 << (i % 8)));
		/* what lies between is not signed, and has no rule of its own
		 * for numbers that nobody looks at */
		if (!is_refused(&b, trust) && (i < header || i >= info_end))
			fail_msg("byte %zu can be changed", i);
		b.data[i] = was;
	}
	/* a byte more, and the last one less */
	buf_char(&b, '\0');
	assert_true(is_refused(&b, trust));
	b.len -= 2;
	assert_true(is_refused(&b, trust));
	trust_free(trust);
	buf_free(&b);
	diag_free(&d);
}

static void
test_no_core(void **state)
{
	struct rlimit limit;

	(void)state;
	secret_begin();
	assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
	assert_int_equal(limit.rlim_cur, 0);
	assert_int_equal(limit.rlim_max, 0);
#ifdef HAVE_PR_SET_DUMPABLE
	assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
#endif
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_every_byte, scratch_begin, scratch_end),
	    cmocka_unit_test(test_no_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
