#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "base/mem.h"
#include "os/file.h"
#include "sbom/file_digests.h"

#define CHUNK (256u * 1024) /* bytes */

/* Both digests while they are computed. */
struct digest_pair {
	EVP_MD_CTX *sha1;
	struct sha256 *sha256;
	char *chunk;
};

static void
begin(struct digest_pair *p)
{
	p->sha1 = EVP_MD_CTX_new();
	if (p->sha1 == NULL ||
	    EVP_DigestInit_ex(p->sha1, EVP_sha1(), NULL) != 1)
		out_of_memory();
	p->sha256 = sha256_new();
	p->chunk = xmalloc(CHUNK);
}

static void
update(struct digest_pair *p, const void *data, size_t len)
{
	if (EVP_DigestUpdate(p->sha1, data, len) != 1)
		out_of_memory();
	sha256_update(p->sha256, data, len);
}

static void
finish(struct digest_pair *p, struct file_digests *out)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char raw[EVP_MAX_MD_SIZE];
	unsigned i, len = 0;

	if (EVP_DigestFinal_ex(p->sha1, raw, &len) != 1)
		out_of_memory();
	for (i = 0; i < len; i++) {
		out->sha1[2 * i] = digits[raw[i] >> 4];
		out->sha1[2 * i + 1] = digits[raw[i] & 15];
	}
	out->sha1[SHA1_HEX - 1] = '\0';
	sha256_final(p->sha256, out->sha256);
	EVP_MD_CTX_free(p->sha1);
	free(p->chunk);
}

bool
file_digests_member(struct package_reader *s, struct file_digests *out)
{
	struct digest_pair p;
	ssize_t n;

	begin(&p);
	while ((n = reader_read(s, p.chunk, CHUNK)) > 0)
		update(&p, p.chunk, (size_t)n);
	finish(&p, out);
	return n == 0;
}

void
file_digests_data(const void *data, size_t len, struct file_digests *out)
{
	struct digest_pair p;

	begin(&p);
	update(&p, data, len);
	finish(&p, out);
}

bool
file_digests_fd(
    int fd, const char *name, struct file_digests *out, struct diag *d)
{
	struct digest_pair p;
	off_t at = 0;
	ssize_t n;

	begin(&p);
	while ((n = file_pread_full(fd, p.chunk, CHUNK, at)) > 0) {
		update(&p, p.chunk, (size_t)n);
		at += n;
	}
	finish(&p, out);
	if (n < 0)
		diag_system(d, name, "cannot read");
	return n == 0;
}

bool
file_digests_path(const char *path, struct file_digests *out, struct diag *d)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool ok;

	if (fd == -1) {
		diag_system(d, path, "cannot open");
		return false;
	}
	ok = file_digests_fd(fd, path, out, d);
	close(fd);
	return ok;
}
