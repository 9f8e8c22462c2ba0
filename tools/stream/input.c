#include <archive.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/progress.h"
#include "os/file.h"
#include "stream/input.h"
#include "stream/rule.h"

#define BUFFER 65536

struct input {
	char *name;
	struct diag *d;
	int fd;             /* -1: memory or a source */
	const char *memory; /* what is left of it */
	size_t memory_len;
	input_source_fn *source;
	void *source_ctx;
	bool seekable;
	bool ended; /* the file or the compressed data */
	bool failed;
	uint64_t size;   /* seekable: bytes from the start */
	uint64_t offset; /* of the next byte handed out */
	input_tap_fn *tap;
	void *tap_ctx;
	size_t pos, len; /* what is left in the buffer */
	char buffer[BUFFER];
	/* only with compression */
	struct archive *filter;
	const char *compression;
	char *raw;      /* BUFFER bytes as they are on disk */
	size_t raw_len; /* bytes in it not handed over yet */
};

static const struct {
	const char *name;
	int (*support)(struct archive *a);
	size_t len;
	const char *magic;
} compressions[] = {
    {"gzip", archive_read_support_filter_gzip, 2, "\037\213"},
    {"bzip2", archive_read_support_filter_bzip2, 3, "BZh"},
    {"xz", archive_read_support_filter_xz, 6, "\3757zXZ\0"},
    {"zstd", archive_read_support_filter_zstd, 4, "\050\265\057\375"},
    {"compress", archive_read_support_filter_compress, 2, "\037\235"},
};

static ssize_t
read_memory(struct input *in, void *data, size_t len)
{
	if (len > in->memory_len)
		len = in->memory_len;
	if (len > 0)
		memcpy(data, in->memory, len);
	in->memory += len;
	in->memory_len -= len;
	return (ssize_t)len;
}

static ssize_t
read_source(struct input *in, void *data, size_t len)
{
	ssize_t n = in->source(in->source_ctx, data, len);

	if (n < 0)
		in->failed = true;
	return n;
}

static ssize_t
read_some(struct input *in, void *data, size_t len)
{
	ssize_t n;

	if (in->source != NULL)
		return read_source(in, data, len);
	if (in->fd == -1)
		return read_memory(in, data, len);
	do
		n = read(in->fd, data, len);
	while (n == -1 && errno == EINTR);
	if (n == -1) {
		diag_system(in->d, in->name, "cannot read");
		in->failed = true;
	} else
		progress_add((uint64_t)n);
	return n;
}

/* libarchive asks for more of the file as it lies on disk. */
static la_ssize_t
read_raw(struct archive *a, void *arg, const void **data)
{
	struct input *in = arg;
	ssize_t n = (ssize_t)in->raw_len;

	in->raw_len = 0;
	if (n == 0)
		n = read_some(in, in->raw, BUFFER);
	if (n == -1)
		archive_set_error(a, EIO, "read error");
	*data = in->raw;
	return n;
}

static void
report_damage(struct input *in)
{
	const char *text = archive_error_string(in->filter);

	/* a failed read has its finding already */
	if (!in->failed)
		rule_report(in->d, RULE_COMPRESSION, in->name, NULL,
		    "the %s data is damaged: %s", in->compression,
		    text == NULL ? "unknown error" : text);
	in->failed = true;
}

static ssize_t
decompress(struct input *in, void *data, size_t len)
{
	la_ssize_t n = archive_read_data(in->filter, data, len);

	if (n >= 0)
		return (ssize_t)n;
	report_damage(in);
	return -1;
}

/* Reads, and decompresses, at least one byte unless the data ends. */
static ssize_t
read_data(struct input *in, void *data, size_t len)
{
	ssize_t n;

	if (in->ended || in->failed)
		return in->failed ? -1 : 0;
	n = in->filter != NULL ? decompress(in, data, len)
			       : read_some(in, data, len);
	if (n == 0)
		in->ended = true;
	return n;
}

/*
 * The buffer holds the compressed beginning of the file.  Data that is
 * compressed twice is refused, as a few bytes of it can become very many.
 */
static bool
start_filter(struct input *in, size_t which)
{
	struct archive_entry *entry;

	in->compression = compressions[which].name;
	in->raw = xmalloc(BUFFER);
	in->raw_len = in->len;
	memcpy(in->raw, in->buffer, in->len);
	in->len = 0;
	in->ended = false;
	in->seekable = false;
	in->filter = archive_read_new();
	if (in->filter == NULL ||
	    archive_read_support_format_raw(in->filter) != ARCHIVE_OK ||
	    compressions[which].support(in->filter) < ARCHIVE_WARN ||
	    archive_read_open(in->filter, in, NULL, read_raw, NULL) !=
		ARCHIVE_OK ||
	    archive_read_next_header(in->filter, &entry) != ARCHIVE_OK) {
		report_damage(in);
		return false;
	}
	/* this filter and the one that reads the file */
	if (archive_filter_count(in->filter) > 2) {
		rule_report(in->d, RULE_COMPRESSION, in->name, NULL,
		    "is compressed more than once");
		in->failed = true;
		return false;
	}
	return true;
}

static bool
detect_compression(struct input *in)
{
	const char *data;
	size_t i, len = input_peek(in, &data, 8);

	for (i = 0; i < sizeof(compressions) / sizeof(compressions[0]); i++)
		if (len >= compressions[i].len &&
		    memcmp(data, compressions[i].magic, compressions[i].len) ==
			0)
			return start_filter(in, i);
	return !in->failed;
}

static void
find_size(struct input *in)
{
	struct stat st;
	off_t here;

	if (fstat(in->fd, &st) == -1 || !S_ISREG(st.st_mode))
		return;
	here = lseek(in->fd, 0, SEEK_CUR);
	if (here == -1 || here > st.st_size)
		return;
	in->seekable = true;
	in->size = (uint64_t)(st.st_size - here);
}

static struct input *
new_input(const char *name, struct diag *d)
{
	struct input *in = xcalloc(1, sizeof(*in));

	in->d = d;
	in->name = xstrdup(name);
	in->fd = -1;
	return in;
}

struct input *
input_open_memory(
    const void *data, size_t len, const char *name, struct diag *d)
{
	struct input *in = new_input(name, d);

	in->memory = data;
	in->memory_len = len;
	in->seekable = true;
	in->size = len;
	if (detect_compression(in))
		return in;
	input_close(in);
	return NULL;
}

struct input *
input_open_source(
    input_source_fn *source, void *ctx, const char *name, struct diag *d)
{
	struct input *in = new_input(name, d);

	in->source = source;
	in->source_ctx = ctx;
	if (detect_compression(in))
		return in;
	input_close(in);
	return NULL;
}

struct input *
input_open(const char *path, struct diag *d)
{
	struct input *in = new_input(
	    strcmp(path, "-") == 0 ? "standard input" : path, d);

	in->fd = strcmp(path, "-") == 0 ? STDIN_FILENO
					: open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd == -1) {
		diag_path(d, path, "cannot open");
		input_close(in);
		return NULL;
	}
	find_size(in);
	progress_expect(in->size);
	if (!detect_compression(in)) {
		input_close(in);
		return NULL;
	}
	return in;
}

struct input *
input_open_fd(int fd, const char *name, struct diag *d)
{
	struct input *in = new_input(name, d);

	in->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (in->fd == -1 || lseek(in->fd, 0, SEEK_SET) == -1)
		diag_system(d, name, "cannot read");
	else {
		find_size(in);
		if (detect_compression(in))
			return in;
	}
	input_close(in);
	return NULL;
}

const char *
input_name(const struct input *in)
{
	return in->name;
}

const char *
input_compression(const struct input *in)
{
	return in->compression;
}

uint64_t
input_offset(const struct input *in)
{
	return in->offset;
}

uint64_t
input_file_size(const struct input *in)
{
	return in->size;
}

size_t
input_peek(struct input *in, const char **data, size_t len)
{
	ssize_t n = 1;

	if (len > INPUT_PEEK_MAX)
		len = INPUT_PEEK_MAX;
	if (in->len < len && in->pos > 0) {
		memmove(in->buffer, in->buffer + in->pos, in->len);
		in->pos = 0;
	}
	while (in->len < len && n > 0) {
		n = read_data(in, in->buffer + in->pos + in->len,
		    BUFFER - in->pos - in->len);
		if (n > 0)
			in->len += (size_t)n;
	}
	*data = in->buffer + in->pos;
	return in->len < len ? in->len : len;
}

/* Up to len bytes of the buffer into data, or past them if that is NULL. */
static size_t
take_buffered(struct input *in, void *data, size_t len)
{
	if (len > in->len)
		len = in->len;
	if (data != NULL)
		memcpy(data, in->buffer + in->pos, len);
	if (in->tap != NULL && len > 0)
		in->tap(in->tap_ctx, in->buffer + in->pos, len);
	in->pos += len;
	in->len -= len;
	in->offset += len;
	return len;
}

/* Reads new data into the empty buffer. */
static ssize_t
fill_buffer(struct input *in)
{
	ssize_t n = read_data(in, in->buffer, BUFFER);

	in->pos = 0;
	in->len = n > 0 ? (size_t)n : 0;
	return n;
}

ssize_t
input_read(struct input *in, void *data, size_t len)
{
	size_t done = take_buffered(in, data, len);
	ssize_t n = 1;

	while (done < len && n > 0) {
		if (len - done < BUFFER) {
			n = fill_buffer(in);
			done += take_buffered(
			    in, (char *)data + done, len - done);
			continue;
		}
		n = read_data(in, (char *)data + done, len - done);
		if (n > 0 && in->tap != NULL)
			in->tap(in->tap_ctx, (char *)data + done, (size_t)n);
		if (n > 0) {
			done += (size_t)n;
			in->offset += (size_t)n;
		}
	}
	return n < 0 ? -1 : (ssize_t)done;
}

static bool
seek_ahead(struct input *in, uint64_t n)
{
	if (in->fd == -1) {
		in->memory += n;
		in->memory_len -= (size_t)n;
		return true;
	}
	if (lseek(in->fd, (off_t)n, SEEK_CUR) != -1)
		return true;
	diag_system(in->d, in->name, "cannot seek");
	in->failed = true;
	return false;
}

/* Skips n bytes, more than the buffer holds, of a file that can seek. */
static bool
skip_by_seeking(struct input *in, uint64_t n)
{
	if (in->offset > in->size || n > in->size - in->offset ||
	    !seek_ahead(in, n - in->len))
		return false;
	in->len = 0;
	in->offset += n;
	return true;
}

bool
input_skip(struct input *in, uint64_t n)
{
	if (in->seekable && in->tap == NULL && n > in->len)
		return skip_by_seeking(in, n);
	for (;;) {
		n -= take_buffered(in, NULL, n < in->len ? (size_t)n : in->len);
		if (n == 0)
			return true;
		if (fill_buffer(in) <= 0)
			return false;
	}
}

void
input_tap(struct input *in, input_tap_fn *tap, void *ctx)
{
	in->tap = tap;
	in->tap_ctx = ctx;
}

bool
input_failed(const struct input *in)
{
	return in->failed;
}

void
input_close(struct input *in)
{
	if (in == NULL)
		return;
	if (in->filter != NULL)
		archive_read_free(in->filter);
	if (in->fd > STDERR_FILENO)
		close(in->fd);
	free(in->raw);
	free(in->name);
	free(in);
}
