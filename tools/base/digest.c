#include <stdlib.h>

#include <openssl/evp.h>

#include "base/digest.h"
#include "base/mem.h"

struct sha256 {
	EVP_MD_CTX *ctx;
};

struct md5 {
	EVP_MD_CTX *ctx;
};

uint32_t
sum_update(uint32_t sum, const void *data, size_t len)
{
	const unsigned char *p = data;
	size_t i;

	/* compilers turn a loop as plain as this into vector additions */
	for (i = 0; i < len; i++)
		sum += p[i];
	return sum;
}

unsigned
sum_final(uint32_t sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16);
}

/* CRC-32 with polynomial 0x04c11db7, most significant bit first (cksum(1)) */
static uint32_t
crc_of_byte(uint32_t byte)
{
	uint32_t crc = byte << 24;
	int bit;

	for (bit = 0; bit < 8; bit++)
		crc = crc << 1 ^ (crc & 0x80000000u ? 0x04c11db7u : 0);
	return crc;
}

uint32_t
cksum_update(uint32_t crc, const void *data, size_t len)
{
	const unsigned char *p = data;
	uint32_t table[256];
	uint32_t i;

	for (i = 0; i < 256; i++)
		table[i] = crc_of_byte(i);
	for (; len > 0; len--)
		crc = crc << 8 ^ table[crc >> 24 ^ *p++];
	return crc;
}

uint32_t
cksum_final(uint32_t crc, uint64_t len)
{
	unsigned char byte;

	for (; len > 0; len >>= 8) {
		byte = (unsigned char)(len & 0xff);
		crc = cksum_update(crc, &byte, 1);
	}
	return ~crc;
}

/* OpenSSL fails here only without memory, or when it lacks SHA-256. */
static void
check_openssl(int ok)
{
	if (!ok)
		out_of_memory();
}

static void
print_hex(const unsigned char *raw, size_t len, char *hex)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < len; i++) {
		hex[2 * i] = digits[raw[i] >> 4];
		hex[2 * i + 1] = digits[raw[i] & 15];
	}
	hex[2 * len] = '\0';
}

struct sha256 *
sha256_new(void)
{
	struct sha256 *h = xmalloc(sizeof(*h));

	h->ctx = EVP_MD_CTX_new();
	check_openssl(h->ctx != NULL &&
	    EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL) == 1);
	return h;
}

void
sha256_update(struct sha256 *h, const void *data, size_t len)
{
	check_openssl(EVP_DigestUpdate(h->ctx, data, len) == 1);
}

void
sha256_final(struct sha256 *h, char hex[SHA256_HEX])
{
	unsigned char raw[SHA256_LEN];

	check_openssl(EVP_DigestFinal_ex(h->ctx, raw, NULL) == 1);
	print_hex(raw, SHA256_LEN, hex);
	sha256_free(h);
}

void
sha256_free(struct sha256 *h)
{
	if (h == NULL)
		return;
	EVP_MD_CTX_free(h->ctx);
	free(h);
}

struct md5 *
md5_new(void)
{
	struct md5 *h = xmalloc(sizeof(*h));

	h->ctx = EVP_MD_CTX_new();
	check_openssl(h->ctx != NULL);
	if (EVP_DigestInit_ex(h->ctx, EVP_md5(), NULL) == 1)
		return h;
	EVP_MD_CTX_free(h->ctx);
	free(h);
	return NULL;
}

void
md5_update(struct md5 *h, const void *data, size_t len)
{
	check_openssl(EVP_DigestUpdate(h->ctx, data, len) == 1);
}

void
md5_final(struct md5 *h, char hex[MD5_HEX])
{
	unsigned char raw[MD5_LEN];

	check_openssl(EVP_DigestFinal_ex(h->ctx, raw, NULL) == 1);
	print_hex(raw, MD5_LEN, hex);
	EVP_MD_CTX_free(h->ctx);
	free(h);
}
