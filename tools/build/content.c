#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/progress.h"
#include "build/content.h"
#include "os/file.h"
#include "os/stattime.h"

static const char changed[] = "changed while it was being packed";

/* O_NONBLOCK: a FIFO in the place of a file must not stop us. */
static int
open_content(const struct content *c)
{
	if (c->tree != NULL)
		return file_open_below(
		    c->tree->fd, c->path, O_RDONLY | O_NONBLOCK);
	return open(c->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

static int32_t
nanoseconds(const struct stat *st)
{
	return (int32_t)st->st_mtim.tv_nsec;
}

static bool
is_unchanged(const struct content *c, const struct stat *st)
{
	return (uint64_t)st->st_ino == c->ino &&
	    st->st_mtim.tv_sec == c->mtime && nanoseconds(st) == c->mtime_ns &&
	    (uint64_t)st->st_size >= c->offset + c->size;
}

/* What is computed over the bytes while they pass. */
struct sums {
	uint32_t sum, crc;
	struct sha256 *sha256; /* NULL: the sum is enough */
};

static void
sums_update(struct sums *s, const void *data, size_t len)
{
	s->sum = sum_update(s->sum, data, len);
	if (s->sha256 == NULL)
		return;
	s->crc = cksum_update(s->crc, data, len);
	sha256_update(s->sha256, data, len);
}

static void
sums_final(struct sums *s, struct content *c, struct digests *digests)
{
	c->sum = (int32_t)sum_final(s->sum);
	if (digests == NULL)
		return;
	digests->cksum = cksum_final(s->crc, c->size);
	sha256_final(s->sha256, digests->sha256);
}

/* Reads everything from c->offset on; the size has to come out as known. */
static const char *
sum_file(struct content *c, struct sums *s, int fd, void *scratch, size_t len)
{
	uint64_t left = c->size;
	size_t want;
	ssize_t n;

	while (left > 0) {
		want = left < len ? (size_t)left : len;
		n = file_pread_full(
		    fd, scratch, want, (off_t)(c->offset + c->size - left));
		if (n < 0)
			return "cannot read";
		if ((size_t)n < want)
			return changed;
		sums_update(s, scratch, want);
		progress_add(want);
		left -= want;
	}
	return NULL;
}

static const char *
checksum_file(
    struct content *c, struct sums *s, int fd, void *scratch, size_t len)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return "cannot examine";
	errno = 0;
	if (!S_ISREG(st.st_mode))
		return "is not a regular file";
	c->ino = (uint64_t)st.st_ino;
	c->mtime = st.st_mtim.tv_sec;
	c->mtime_ns = nanoseconds(&st);
	if (c->offset == 0)
		c->size = (uint64_t)st.st_size;
	return sum_file(c, s, fd, scratch, len);
}

static const char *
read_and_sum(struct content *c, struct sums *s, void *scratch, size_t len)
{
	const char *fault;
	int fd;

	if (c->kind == CONTENT_MEMORY) {
		sums_update(s, c->data, (size_t)c->size);
		return NULL;
	}
	fd = open_content(c);
	if (fd == -1)
		return errno == ELOOP ? "has a symbolic link on its way"
				      : "cannot open";
	fault = checksum_file(c, s, fd, scratch, len);
	(void)close(fd);
	return fault;
}

uint64_t
content_expected_size(const struct content *c)
{
	struct stat st;
	uint64_t size = 0;
	int fd;

	if (c->kind != CONTENT_FILE)
		return 0;
	fd = open_content(c);
	if (fd == -1)
		return 0;
	if (c->offset == 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		size = (uint64_t)st.st_size;
	(void)close(fd);
	return size;
}

const char *
content_checksum(
    struct content *c, struct digests *digests, void *scratch, size_t len)
{
	struct sums s = {0, 0, digests == NULL ? NULL : sha256_new()};
	const char *fault = read_and_sum(c, &s, scratch, len);

	if (fault == NULL)
		sums_final(&s, c, digests);
	else
		sha256_free(s.sha256);
	return fault;
}

const char *
content_read(const struct content *c, void *data, size_t len, uint64_t offset)
{
	const char *fault = NULL;
	struct stat st;
	ssize_t n;
	int fd;

	if (c->kind == CONTENT_MEMORY) {
		memcpy(data, c->data + offset, len);
		return NULL;
	}
	fd = open_content(c);
	if (fd == -1)
		return "cannot open";
	n = file_pread_full(fd, data, len, (off_t)(c->offset + offset));
	if (n < 0)
		fault = "cannot read";
	else if ((size_t)n < len || fstat(fd, &st) == -1 ||
	    !is_unchanged(c, &st)) {
		errno = 0;
		fault = changed;
	}
	(void)close(fd);
	return fault;
}
