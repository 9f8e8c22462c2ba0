#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "stream/content.h"

static const char changed[] = "changed while it was being packed";

/* O_NONBLOCK: a FIFO in the place of a file must not stop us. */
int
content_open(const struct content *c)
{
	if (c->tree != NULL)
		return file_open_below(c->tree->fd, c->path,
		    O_RDONLY | O_NONBLOCK);
	return open(c->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

#ifdef __APPLE__
#define st_mtim	st_mtimespec
#endif

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

/* Adds up everything from c->offset on; the size has to come out as known. */
static const char *
sum_file(struct content *c, int fd, void *scratch, size_t len)
{
	uint64_t left = c->size;
	uint32_t sum = 0;
	size_t want;
	ssize_t n;

	while (left > 0) {
		want = left < len ? (size_t)left : len;
		n = file_pread_full(fd, scratch, want,
		    (off_t)(c->offset + c->size - left));
		if (n < 0)
			return "cannot read";
		if ((size_t)n < want)
			return changed;
		sum = sum_update(sum, scratch, want);
		left -= want;
	}
	c->sum = (int32_t)sum_final(sum);
	return NULL;
}

static const char *
measure_file(struct content *c, int fd, void *scratch, size_t len)
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
	return sum_file(c, fd, scratch, len);
}

const char *
content_measure(struct content *c, void *scratch, size_t len)
{
	const char *fault;
	int fd;

	if (c->kind == CONTENT_MEMORY) {
		c->sum = (int32_t)sum_final(sum_update(0, c->data,
		    (size_t)c->size));
		return NULL;
	}
	fd = content_open(c);
	if (fd == -1)
		return errno == ELOOP ? "has a symbolic link on its way" :
		    "cannot open";
	fault = measure_file(c, fd, scratch, len);
	(void)close(fd);
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
	fd = content_open(c);
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
