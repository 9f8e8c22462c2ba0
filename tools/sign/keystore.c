#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/array.h"
#include "base/mem.h"
#include "sign/keystore.h"
#include "sign/openssl_error.h"

void
keystore_add_key(struct keystore *k, EVP_PKEY *key, char *alias)
{
	k->keys = array_append_room(k->keys, k->nkeys, sizeof(*k->keys));
	k->keys[k->nkeys++] = (struct keystore_key){key, alias};
}

void
keystore_add_cert(struct keystore *k, X509 *cert)
{
	int i;

	if (k->certs == NULL && (k->certs = sk_X509_new_null()) == NULL)
		out_of_memory();
	for (i = 0; i < sk_X509_num(k->certs); i++)
		if (X509_cmp(sk_X509_value(k->certs, i), cert) == 0) {
			X509_free(cert);
			return;
		}
	if (sk_X509_push(k->certs, cert) == 0)
		out_of_memory();
}

bool
keystore_has_key_of(const struct keystore *k, X509 *cert)
{
	EVP_PKEY *public = X509_get0_pubkey(cert);
	size_t i;

	for (i = 0; public != NULL && i < k->nkeys; i++)
		if (EVP_PKEY_eq(public, k->keys[i].key) == 1)
			return true;
	ERR_clear_error();
	return false;
}

bool
keystore_check_access(const struct secret *file, bool is_encrypted,
    const char *path, struct diag *d)
{
	if (file->others_write)
		diag_error(d, path, 0, NULL,
		    "others can change this private key; chmod 600 it");
	else if (file->others_read && !is_encrypted)
		diag_error(d, path, 0, NULL,
		    "others can read this private key, which no pass phrase "
		    "protects; chmod 600 it");
	else
		return true;
	return false;
}

/* What OpenSSL asks for a pass phrase with. */
struct pem_reader {
	struct passphrase *pass;
	const char *path;
	struct diag *d;
	bool asked, failed;
};

static int
give_passphrase(char *buf, int size, int writing, void *ctx)
{
	struct pem_reader *r = ctx;
	const struct secret *text;

	(void)writing;
	r->asked = true;
	text = passphrase_get(r->pass, r->path, r->d);
	r->failed = text == NULL || text->len > (size_t)size;
	if (r->failed)
		return -1;
	memcpy(buf, text->data, text->len);
	return (int)text->len;
}

static BIO *
memory_bio(const struct secret *file)
{
	BIO *bio = BIO_new_mem_buf(file->data, (int)file->len);

	if (bio == NULL)
		out_of_memory();
	return bio;
}

static bool
read_pem_key(struct keystore *k, const struct secret *file, const char *path,
    struct passphrase *pass, struct diag *d)
{
	struct pem_reader r = {.pass = pass, .path = path, .d = d};
	BIO *bio = memory_bio(file);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, give_passphrase, &r);

	BIO_free(bio);
	if (key != NULL && !keystore_check_access(file, r.asked, path, d)) {
		EVP_PKEY_free(key);
		return false;
	}
	if (key != NULL)
		keystore_add_key(k, key, NULL);
	else if (!r.failed)
		diag_openssl(d, path,
		    r.asked ? "the private key cannot be read; is the pass "
			      "phrase right?"
			    : "the private key cannot be read");
	ERR_clear_error();
	return key != NULL;
}

static bool
read_pem_certs(struct keystore *k, const struct secret *file, const char *path,
    struct diag *d)
{
	BIO *bio = memory_bio(file);
	X509 *cert;
	unsigned long error;
	int n = 0;

	while ((cert = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL &&
	    n < KEYSTORE_CERTS_MAX) {
		keystore_add_cert(k, cert);
		n++;
	}
	X509_free(n == KEYSTORE_CERTS_MAX ? cert : NULL);
	BIO_free(bio);
	error = ERR_peek_last_error();
	if (ERR_GET_LIB(error) == ERR_LIB_PEM &&
	    ERR_GET_REASON(error) == PEM_R_NO_START_LINE) {
		ERR_clear_error();
		return true;
	}
	if (n == KEYSTORE_CERTS_MAX)
		diag_error(d, path, 0, NULL, "more than %d certificates",
		    KEYSTORE_CERTS_MAX);
	else
		diag_openssl(d, path, "a certificate cannot be read");
	return false;
}

/* Has the file a PEM block of a private key? */
static bool
has_pem_key(const struct secret *file)
{
	return strstr(file->data, "PRIVATE KEY-----") != NULL;
}

static bool
read_pem(struct keystore *k, const struct secret *file, const char *path,
    enum keystore_use use, struct passphrase *pass, struct diag *d)
{
	if (use == KEYSTORE_SIGN && has_pem_key(file) &&
	    !read_pem_key(k, file, path, pass, d))
		return false;
	return read_pem_certs(k, file, path, d);
}

static bool
read_file(struct keystore *k, const char *path, enum keystore_use use,
    struct passphrase *pass, struct diag *d)
{
	struct secret file = SECRET_INIT;
	bool ok = false;

	if (!secret_read(path, &file, d))
		;
	else if (strstr(file.data, "-----BEGIN ") != NULL)
		ok = read_pem(k, &file, path, use, pass, d);
	else if (file.len > 1 && file.data[0] == '\060')
		ok = keystore_add_pkcs12(k, &file, path, pass, d);
	else
		diag_error(
		    d, path, 0, NULL, "is neither PEM nor a PKCS#12 key store");
	secret_free(&file);
	return ok;
}

/* The stores that are there, at least one (svr4-packaging 2.5). */
static bool
read_directory(struct keystore *k, const char *path, enum keystore_use use,
    struct passphrase *pass, struct diag *d)
{
	static const char *const names[] = {
	    "keystore", "certstore", "truststore"};
	struct stat st;
	size_t i, found = 0;
	bool ok = true;
	char *name;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		name = xasprintf("%s/%s", path, names[i]);
		if (stat(name, &st) == 0 && (use == KEYSTORE_SIGN || i == 2)) {
			found++;
			ok = read_file(k, name, use, pass, d) && ok;
		}
		free(name);
	}
	if (found == 0)
		diag_error(d, path, 0, NULL,
		    use == KEYSTORE_SIGN ? "the directory has no keystore"
					 : "the directory has no truststore");
	return ok && found > 0;
}

bool
keystore_read(struct keystore *k, const char *path, enum keystore_use use,
    struct passphrase *pass, struct diag *d)
{
	struct stat st;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return read_directory(k, path, use, pass, d);
	return read_file(k, path, use, pass, d);
}

void
keystore_free(struct keystore *k)
{
	size_t i;

	for (i = 0; i < k->nkeys; i++) {
		EVP_PKEY_free(k->keys[i].key);
		free(k->keys[i].alias);
	}
	free(k->keys);
	sk_X509_pop_free(k->certs, X509_free);
	*k = KEYSTORE_INIT;
}
