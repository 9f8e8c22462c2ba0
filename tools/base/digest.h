/*
 * Checksums: that of the pkgmap, that of cksum(1), and SHA-256.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/*
 * The checksum of pkgmap(4), the same as SysV `sum`: all bytes added up modulo
 * 2^32, then folded to 16 bits (svr4-packaging 3.4).  Begin with 0.
 */
uint32_t sum_update(uint32_t sum, const void *data, size_t len);
unsigned sum_final(uint32_t sum);

/* The CRC of cksum(1).  Begin with 0; len is the number of all bytes. */
uint32_t cksum_update(uint32_t crc, const void *data, size_t len);
uint32_t cksum_final(uint32_t crc, uint64_t len);

#define SHA256_LEN 32 /* bytes */
#define SHA256_HEX (2 * SHA256_LEN + 1)

struct sha256;

struct sha256 *sha256_new(void);
void sha256_update(struct sha256 *h, const void *data, size_t len);

/* Writes the digest as lower-case hexadecimal digits and frees h. */
void sha256_final(struct sha256 *h, char hex[SHA256_HEX]);

void sha256_free(struct sha256 *h);

#endif
