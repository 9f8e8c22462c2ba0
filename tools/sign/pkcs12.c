/*
 * PKCS#12 key stores, also those of Solaris 10, whose algorithms OpenSSL 3 has
 * in its legacy provider (svr4-packaging 2.5).
 */
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>

#include "base/mem.h"
#include "sign/keystore.h"
#include "sign/openssl_error.h"

#define DEPTH_MAX 4 /* bags in bags */

/* A store while it is read. */
struct pkcs12_reader {
	struct keystore *k;
	const char *pass; /* NULL: none at all */
	int pass_len;
	bool has_key;
};

static OSSL_PROVIDER *providers[2];

static void
unload_providers(void)
{
	size_t i;

	for (i = 0; i < 2; i++)
		if (providers[i] != NULL)
			(void)OSSL_PROVIDER_unload(providers[i]);
}

/* Naming one provider unloads the one that is there by itself. */
static void
load_legacy(void)
{
	static bool loaded;

	if (loaded)
		return;
	loaded = true;
	providers[0] = OSSL_PROVIDER_load(NULL, "default");
	providers[1] = OSSL_PROVIDER_load(NULL, "legacy");
	(void)atexit(unload_providers);
	ERR_clear_error();
}

/*
 * The empty pass phrase and none at all come before the one that is asked for,
 * as on Solaris.
 */
static bool
find_passphrase(struct pkcs12_reader *r, PKCS12 *p12, const char *path,
    struct passphrase *pass, struct diag *d)
{
	const struct secret *text;

	r->pass = "";
	if (PKCS12_verify_mac(p12, "", 0))
		return true;
	r->pass = NULL;
	if (PKCS12_verify_mac(p12, NULL, 0))
		return true;
	ERR_clear_error();
	text = passphrase_get(pass, path, d);
	if (text == NULL)
		return false;
	r->pass = text->data;
	r->pass_len = (int)text->len;
	if (PKCS12_verify_mac(p12, r->pass, r->pass_len))
		return true;
	diag_openssl(d, path, "the pass phrase is wrong, or the store damaged");
	return false;
}

static bool
add_key(struct pkcs12_reader *r, const PKCS12_SAFEBAG *bag)
{
	PKCS8_PRIV_KEY_INFO *decrypted = NULL;
	const PKCS8_PRIV_KEY_INFO *info;
	EVP_PKEY *key;
	char *name;

	if (PKCS12_SAFEBAG_get_nid(bag) == NID_keyBag)
		info = PKCS12_SAFEBAG_get0_p8inf(bag);
	else
		info = decrypted = PKCS12_decrypt_skey(
		    bag, r->pass, r->pass_len);
	key = info == NULL ? NULL : EVP_PKCS82PKEY(info);
	PKCS8_PRIV_KEY_INFO_free(decrypted);
	if (key == NULL)
		return false;
	name = PKCS12_get_friendlyname((PKCS12_SAFEBAG *)bag);
	keystore_add_key(r->k, key, name == NULL ? NULL : xstrdup(name));
	OPENSSL_free(name);
	r->has_key = true;
	return true;
}

static bool
add_cert(struct pkcs12_reader *r, const PKCS12_SAFEBAG *bag)
{
	X509 *cert;
	char *name;

	if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate)
		return true;
	cert = PKCS12_SAFEBAG_get1_cert(bag);
	if (cert == NULL)
		return false;
	name = PKCS12_get_friendlyname((PKCS12_SAFEBAG *)bag);
	if (name != NULL)
		(void)X509_alias_set1(
		    cert, (unsigned char *)name, (int)strlen(name));
	OPENSSL_free(name);
	keystore_add_cert(r->k, cert);
	return true;
}

static bool
add_bags(
    struct pkcs12_reader *r, const STACK_OF(PKCS12_SAFEBAG) * bags, int depth)
{
	const PKCS12_SAFEBAG *bag;
	bool ok = depth <= DEPTH_MAX;
	int i;

	for (i = 0; ok && i < sk_PKCS12_SAFEBAG_num(bags); i++) {
		bag = sk_PKCS12_SAFEBAG_value(bags, i);
		switch (PKCS12_SAFEBAG_get_nid(bag)) {
		case NID_keyBag:
		case NID_pkcs8ShroudedKeyBag: ok = add_key(r, bag); break;
		case NID_certBag: ok = add_cert(r, bag); break;
		case NID_safeContentsBag:
			ok = add_bags(
			    r, PKCS12_SAFEBAG_get0_safes(bag), depth + 1);
			break;
		default: break;
		}
	}
	return ok;
}

/* One part of the store, encrypted as a whole or not. */
static bool
add_safe(struct pkcs12_reader *r, PKCS7 *safe)
{
	STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
	bool ok;

	switch (OBJ_obj2nid(safe->type)) {
	case NID_pkcs7_data: bags = PKCS12_unpack_p7data(safe); break;
	case NID_pkcs7_encrypted:
		bags = PKCS12_unpack_p7encdata(safe, r->pass, r->pass_len);
		break;
	default: return true;
	}
	ok = bags != NULL && add_bags(r, bags, 0);
	sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
	return ok;
}

static bool
add_safes(struct pkcs12_reader *r, PKCS12 *p12)
{
	STACK_OF(PKCS7) *safes = PKCS12_unpack_authsafes(p12);
	bool ok = safes != NULL;
	int i;

	for (i = 0; ok && i < sk_PKCS7_num(safes); i++)
		ok = add_safe(r, sk_PKCS7_value(safes, i));
	sk_PKCS7_pop_free(safes, PKCS7_free);
	return ok;
}

static PKCS12 *
parse(const struct secret *file)
{
	const unsigned char *p = (const unsigned char *)file->data;
	PKCS12 *p12 = d2i_PKCS12(NULL, &p, (long)file->len);

	if (p12 != NULL && p != (const unsigned char *)file->data + file->len) {
		PKCS12_free(p12);
		p12 = NULL;
	}
	return p12;
}

bool
keystore_add_pkcs12(struct keystore *k, const struct secret *file,
    const char *path, struct passphrase *pass, struct diag *d)
{
	struct pkcs12_reader r = {.k = k};
	PKCS12 *p12;
	bool ok = false;

	load_legacy();
	p12 = parse(file);
	if (p12 == NULL)
		diag_openssl(d, path, "is no PKCS#12 key store");
	else if (!PKCS12_mac_present(p12))
		diag_error(d, path, 0, NULL,
		    "the key store has no checksum (MAC) of its own");
	else if (find_passphrase(&r, p12, path, pass, d)) {
		ok = add_safes(&r, p12);
		if (!ok)
			diag_openssl(d, path, "the key store cannot be read");
		else if (r.has_key)
			ok = keystore_check_access(
			    file, r.pass_len > 0, path, d);
	}
	PKCS12_free(p12);
	ERR_clear_error();
	return ok;
}
