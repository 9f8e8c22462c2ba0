#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "stream/decode.h"
#include "stream/reader_package.h"

static struct package_reader *
new_reader(const char *name, struct diag *d)
{
	struct package_reader *s = xcalloc(1, sizeof(*s));

	s->d = d;
	s->selected = -1;
	s->name = xstrdup(name);
	return s;
}

/* Takes over in, which may be NULL. */
static bool
open_stream(struct package_reader *s, struct input *in)
{
	return in != NULL && datastream_open(s, in);
}

static struct package_reader *
open_path(const char *path, const char *const *volumes, size_t n, bool partial,
    struct diag *d)
{
	bool is_stdin = strcmp(path, "-") == 0;
	struct package_reader *s = new_reader(
	    is_stdin ? "standard input" : path, d);
	struct stat st;
	bool ok;

	s->partial = partial;
	s->volumes = volumes;
	s->nvolumes = n;
	s->is_directory = !is_stdin && stat(path, &st) == 0 &&
	    S_ISDIR(st.st_mode);
	ok = s->is_directory ? spool_open(s, path)
			     : open_stream(s, input_open(path, d));
	if (ok)
		return s;
	reader_close(s);
	return NULL;
}

/* What can be read only once is not tried. */
bool
reader_is_volume(const char *path)
{
	struct diag d = DIAG_INIT;
	struct input *in = NULL;
	struct stat st;
	const char *data;
	bool found;

	if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
		in = input_open(path, &d);
	found = in != NULL &&
	    input_peek(in, &data, CPIO_MAGIC_LEN) == CPIO_MAGIC_LEN &&
	    memcmp(data, CPIO_MAGIC, CPIO_MAGIC_LEN) == 0;
	input_close(in);
	diag_free(&d);
	return found;
}

struct package_reader *
reader_open(const char *path, struct diag *d)
{
	return open_path(path, NULL, 0, false, d);
}

struct package_reader *
reader_open_volumes(
    const char *path, const char *const *volumes, size_t n, struct diag *d)
{
	return open_path(path, volumes, n, false, d);
}

struct package_reader *
reader_open_partial(
    const char *path, const char *const *volumes, size_t n, struct diag *d)
{
	return open_path(path, volumes, n, true, d);
}

struct package_reader *
reader_open_fd(int fd, const char *name, struct diag *d)
{
	struct package_reader *s = new_reader(name, d);

	if (open_stream(s, input_open_fd(fd, name, d)))
		return s;
	reader_close(s);
	return NULL;
}

static struct package_reader *
open_memory(const void *data, size_t len, bool partial, const char *name,
    struct diag *d)
{
	struct package_reader *s = new_reader(name, d);

	s->partial = partial;
	if (open_stream(s, input_open_memory(data, len, name, d)))
		return s;
	reader_close(s);
	return NULL;
}

struct package_reader *
reader_open_memory(
    const void *data, size_t len, const char *name, struct diag *d)
{
	return open_memory(data, len, false, name, d);
}

struct package_reader *
reader_open_memory_partial(
    const void *data, size_t len, const char *name, struct diag *d)
{
	return open_memory(data, len, true, name, d);
}

const char *
reader_name(const struct package_reader *s)
{
	return s->name;
}

const char *
reader_compression(const struct package_reader *s)
{
	return s->compression;
}

uint64_t
reader_file_size(const struct package_reader *s)
{
	return s->file_size;
}

size_t
reader_count(const struct package_reader *s)
{
	return s->n;
}

const struct package *
reader_package(const struct package_reader *s, size_t i)
{
	return &s->v[i];
}

ssize_t
reader_find(const struct package_reader *s, const char *name)
{
	size_t i = string_pool_index(&s->names, name, strlen(name));

	return i == STRING_POOL_NONE ? -1 : (ssize_t)i;
}

const struct buf *
reader_signature(const struct package_reader *s)
{
	return s->is_signed ? &s->signature : NULL;
}

uint64_t
reader_header_size(const struct package_reader *s)
{
	return s->header_size;
}

uint64_t
reader_info_end(const struct package_reader *s)
{
	return s->info_end;
}

const struct buf *
reader_header(const struct package_reader *s)
{
	return &s->header;
}

const struct info_member *
reader_info_members(const struct package_reader *s, size_t *n)
{
	*n = s->ninfo;
	return s->info;
}

const struct cpio_header *
reader_info_trailer(const struct package_reader *s)
{
	return &s->info_trailer;
}

void
reader_tap(struct package_reader *s, input_tap_fn *tap, void *ctx)
{
	if (s->kind->tap != NULL)
		s->kind->tap(s, tap, ctx);
}

uint64_t
reader_tail(const struct package_reader *s)
{
	return s->tail;
}

bool
reader_is_directory(const struct package_reader *s)
{
	return s->is_directory;
}

void
reader_select(struct package_reader *s, size_t package)
{
	s->selected = (ssize_t)package;
}

bool
reader_next_stored(struct package_reader *s, struct member *m)
{
	return !s->failed && s->kind->next(s, m);
}

ssize_t
reader_read_stored(struct package_reader *s, void *data, size_t len)
{
	ssize_t n = s->failed ? -1 : s->kind->read(s, data, len);

	if (n < 0)
		s->failed = true;
	return n;
}

void
reader_decode(struct package_reader *s)
{
	if (s->decode == NULL)
		s->decode = decode_new(s);
}

bool
reader_has_unread(const struct package_reader *s, size_t package)
{
	return decode_has_unread(s->decode, package);
}

bool
reader_next(struct package_reader *s, struct member *m)
{
	return s->decode != NULL ? decode_next(s->decode, m)
				 : reader_next_stored(s, m);
}

bool
reader_failed(const struct package_reader *s)
{
	return s->failed;
}

ssize_t
reader_read(struct package_reader *s, void *data, size_t len)
{
	return s->decode != NULL ? decode_read(s->decode, data, len)
				 : reader_read_stored(s, data, len);
}

void
reader_finish(struct package_reader *s)
{
	struct diag own = DIAG_INIT, *d = s->d;
	struct member m;

	if (s->is_directory)
		return;
	s->d = &own;
	while (reader_next_stored(s, &m))
		;
	s->d = d;
	if (s->failed)
		diag_move(d, &own);
	diag_free(&own);
}

void
reader_close(struct package_reader *s)
{
	size_t i;

	if (s == NULL)
		return;
	decode_free(s->decode);
	if (s->state != NULL)
		s->kind->close(s->state);
	reader_free_packages(s);
	for (i = 0; i < s->ninfo; i++)
		free(s->info[i].name);
	free(s->info);
	buf_free(&s->header);
	buf_free(&s->signature);
	free(s->name);
	free(s);
}
