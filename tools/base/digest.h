/*
 * Checksums: `sum` is that of a pkgmap, `cksum` that of cksum(1);
 * SHA-256; and MD5.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/*
 * The 16-bit checksum of pkgmap(4), which is that of System V's sum(1): all
 * bytes added up modulo 2^32, then folded to 16 bits (svr4-packaging 3.4).
 * sum_update returns the sum with len more bytes; the first call gets 0.
 */
uint32_t sum_update(uint32_t sum, const void *data, size_t len);
unsigned sum_final(uint32_t sum);

/*
 * The 32-bit CRC of cksum(1).  cksum_update returns the CRC with len more
 * bytes, the first call gets 0; cksum_final gets the number of all bytes.
 */
uint32_t cksum_update(uint32_t crc, const void *data, size_t len);
uint32_t cksum_final(uint32_t crc, uint64_t len);

#define SHA256_LEN 32                   /* bytes */
#define SHA256_HEX (2 * SHA256_LEN + 1) /* bytes of its text with the NUL */

struct sha256;

/* A digest without bytes; freed by sha256_final or sha256_free. */
struct sha256 *sha256_new(void);
void sha256_update(struct sha256 *h, const void *data, size_t len);

/* Writes the digest in lower-case hexadecimal digits, and frees h. */
void sha256_final(struct sha256 *h, char hex[SHA256_HEX]);

void sha256_free(struct sha256 *h);

/*
 * MD5, for formats that have nothing better.  md5_new() returns NULL where the
 * host forbids it; md5_final() frees.
 */
#define MD5_LEN 16                /* bytes */
#define MD5_HEX (2 * MD5_LEN + 1) /* bytes of its text with the NUL */

struct md5;

struct md5 *md5_new(void);
void md5_update(struct md5 *h, const void *data, size_t len);
void md5_final(struct md5 *h, char hex[MD5_HEX]);

#endif
