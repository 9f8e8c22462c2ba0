#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "stream/archive.h"
#include "stream/archive_formats.h"
#include "stream/cpio.h"
#include "stream/deb.h"

#define BLOCK 65536 /* bytes read at a time */

struct archive_reader {
	char *path;
	struct diag *d;
	bool failed;
	/* the file, or what is in memory */
	int fd;           /* -1: in memory */
	const char *data; /* in memory: all of it */
	uint64_t file_size;
	uint64_t size;
	uint64_t start;    /* of the archive in the file; size is its end */
	uint64_t position; /* of the next byte that libarchive gets */
	char block[BLOCK];
	struct sha256 *digest; /* NULL: not wanted */
	uint64_t hashed;       /* bytes from the start, without a gap */
	/* the archive */
	struct archive *a;
	locale_t utf8; /* see archive_formats.h */
	struct archive_entry *entry;
	size_t members;
	uint64_t contents; /* bytes of all members so far */
	/* this member */
	char *name, *link; /* clean */
	uint64_t read;     /* bytes of its contents so far */
	const char *piece; /* what comes next, at piece_offset */
	size_t piece_len;
	uint64_t piece_offset; /* a hole before it is zeros */
	bool ended;
};

static bool
fail(struct archive_reader *r)
{
	const char *text = archive_error_string(r->a);

	diag_error(r->d, r->path, 0, NULL, "%s",
	    text == NULL ? "cannot be read as an archive" : text);
	r->failed = true;
	return false;
}

/*
 * Formats that keep their table at the end are not read in order, so what
 * comes again or too early is not hashed; archive_reader_finish reads the rest.
 */
static void
hash_block(
    struct archive_reader *r, uint64_t position, const char *data, size_t len)
{
	size_t known;

	if (r->digest == NULL || position > r->hashed ||
	    position + len <= r->hashed)
		return;
	known = (size_t)(r->hashed - position);
	sha256_update(r->digest, data + known, len - known);
	r->hashed = position + len;
}

/*
 * Points *block to the bytes at the position and before the end; their number,
 * or -1.
 */
static ssize_t
read_at(struct archive_reader *r, uint64_t position, uint64_t end,
    const char **block)
{
	uint64_t left = position < end ? end - position : 0;
	size_t len = left < BLOCK ? (size_t)left : BLOCK;
	ssize_t n = (ssize_t)len;

	*block = r->block;
	if (r->fd == -1)
		*block = r->data + position;
	else
		do
			n = pread(r->fd, r->block, len, (off_t)position);
		while (n == -1 && errno == EINTR);
	if (n > 0)
		hash_block(r, position, *block, (size_t)n);
	return n;
}

static la_ssize_t
read_block(struct archive *a, void *ctx, const void **block)
{
	struct archive_reader *r = ctx;
	const char *data;
	ssize_t n = read_at(r, r->position, r->size, &data);

	if (n == -1)
		archive_set_error(a, errno, "cannot read: %s", strerror(errno));
	else
		r->position += (uint64_t)n;
	*block = data;
	return n;
}

static la_int64_t
seek(struct archive *a, void *ctx, la_int64_t offset, int whence)
{
	struct archive_reader *r = ctx;
	int64_t start = (int64_t)r->start;
	int64_t from = whence == SEEK_SET ? start
	    : whence == SEEK_CUR          ? (int64_t)r->position
					  : (int64_t)r->size;
	int64_t to;

	if (__builtin_add_overflow(from, offset, &to) || to < start) {
		archive_set_error(a, EINVAL, "an offset leads out of the file");
		return ARCHIVE_FATAL;
	}
	r->position = (uint64_t)to;
	return to - start;
}

static bool
open_archive(struct archive_reader *r)
{
	r->utf8 = archive_formats_locale();
	r->a = archive_formats_open();
	if (r->a == NULL)
		return fail(r);
	(void)archive_read_set_seek_callback(r->a, seek);
	if (archive_read_open(r->a, r, NULL, read_block, NULL) != ARCHIVE_OK)
		return fail(r);
	return true;
}

/* Restricts the reader to the member of a Debian package that begins so. */
static bool
enter_deb(struct archive_reader *r, const char *name)
{
	if (!deb_find(r->fd, r->file_size, name, &r->start, &r->size)) {
		diag_error(r->d, r->path, 0, "deb(5)",
		    "is cut short or has no %s as a Debian package has", name);
		return false;
	}
	r->position = r->start;
	return true;
}

static bool
open_file(struct archive_reader *r)
{
	struct stat st;

	r->fd = open(r->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (r->fd == -1 || fstat(r->fd, &st) == -1) {
		diag_path(r->d, r->path, "cannot open");
		return false;
	}
	if (!S_ISREG(st.st_mode)) {
		diag_error(r->d, r->path, 0, NULL,
		    "is neither a directory nor an archive file");
		return false;
	}
	r->size = r->file_size = (uint64_t)st.st_size;
	return true;
}

static struct archive_reader *
new_reader(const char *path, bool hash, struct diag *d)
{
	struct archive_reader *r = xcalloc(1, sizeof(*r));

	r->path = xstrdup(path);
	r->d = d;
	r->fd = -1;
	if (hash)
		r->digest = sha256_new();
	return r;
}

/* member: of a Debian package. */
static struct archive_reader *
open_path(
    const char *path, bool hash, const char *member, bool any, struct diag *d)
{
	struct archive_reader *r = new_reader(path, hash, d);

	if (open_file(r) &&
	    ((any && !deb_begins(r->fd)) || enter_deb(r, member)) &&
	    open_archive(r))
		return r;
	archive_reader_close(r);
	return NULL;
}

struct archive_reader *
archive_reader_open(const char *path, bool hash, struct diag *d)
{
	return open_path(path, hash, "data.tar", true, d);
}

struct archive_reader *
archive_reader_open_control(const char *path, struct diag *d)
{
	return open_path(path, false, "control.tar", false, d);
}

struct archive_reader *
archive_reader_open_memory(
    const void *data, size_t len, const char *name, bool hash, struct diag *d)
{
	struct archive_reader *r = new_reader(name, hash, d);

	r->data = data;
	r->size = r->file_size = len;
	if (open_archive(r))
		return r;
	archive_reader_close(r);
	return NULL;
}

/* In the C locale libarchive may have a text only as UTF-8. */
static const char *
either(const char *text, const char *utf8)
{
	return text != NULL ? text : utf8;
}

static char
type_letter(struct archive_entry *ae)
{
	switch (archive_entry_filetype(ae)) {
	case AE_IFREG: return 'f';
	case AE_IFDIR: return 'd';
	case AE_IFLNK: return 's';
	default: return '?';
	}
}

/* A symbolic link with several names has its target in each. */
static void
describe_link(struct archive_reader *r, struct archive_member *m)
{
	const char *target = either(archive_entry_symlink(r->entry),
	    archive_entry_symlink_utf8(r->entry));
	const char *link = either(archive_entry_hardlink(r->entry),
	    archive_entry_hardlink_utf8(r->entry));

	if (archive_entry_filetype(r->entry) == AE_IFLNK && target != NULL)
		link = NULL;
	if (link != NULL) {
		/* one that no member can have is found by nobody */
		r->link = path_relative(link, ARCHIVE_NAME_MAX);
		m->link = r->link == NULL ? link : r->link;
		m->type = 'f';
	} else if (archive_entry_filetype(r->entry) == AE_IFLNK) {
		m->target = target == NULL ? "" : target;
		m->type = 's';
	}
}

static void
describe(struct archive_reader *r, struct archive_member *m)
{
	int64_t mtime = (int64_t)archive_entry_mtime(r->entry);

	free(r->name);
	free(r->link);
	r->name = r->link = NULL;
	*m = (struct archive_member){
	    .stored = either(archive_entry_pathname(r->entry),
		archive_entry_pathname_utf8(r->entry)),
	    .type = type_letter(r->entry),
	    .mode = (unsigned)archive_entry_perm(r->entry),
	    .mtime = cpio_time_fits(mtime) ? mtime : ARCHIVE_TIME_NONE};
	m->owner = either(
	    archive_entry_uname(r->entry), archive_entry_uname_utf8(r->entry));
	m->group = either(
	    archive_entry_gname(r->entry), archive_entry_gname_utf8(r->entry));
	m->name = r->name = path_relative(m->stored, ARCHIVE_NAME_MAX);
	if (m->stored == NULL) {
		m->stored = "?";
		m->fault = "the name cannot be converted";
	} else if (m->name == NULL)
		m->fault = "the name is absolute, too long or leads out with "
			   "`..'";
	describe_link(r, m);
}

/* The bytes that the member claims but libarchive has not delivered. */
static uint64_t
missing_bytes(const struct archive_reader *r)
{
	int64_t size = (int64_t)archive_entry_size(r->entry);

	if (!archive_entry_size_is_set(r->entry) ||
	    archive_entry_hardlink(r->entry) != NULL || size < 0 ||
	    (uint64_t)size <= r->read)
		return 0;
	return (uint64_t)size - r->read;
}

static bool
refuse(struct archive_reader *r, const char *fmt, unsigned long long most)
{
	diag_error(r->d, r->path, 0, NULL, fmt, most);
	r->failed = true;
	return false;
}

/* Is it still an archive that somebody made to be unpacked? */
static bool
check_size(struct archive_reader *r, uint64_t claimed)
{
	uint64_t size;

	if (__builtin_add_overflow(r->contents, claimed, &size) ||
	    size > ARCHIVE_CONTENTS_MAX)
		return refuse(r, "the contents have more than %llu bytes",
		    ARCHIVE_CONTENTS_MAX);
	if (size > ARCHIVE_RATIO_FROM &&
	    size / ARCHIVE_RATIO_MAX > r->file_size)
		return refuse(r,
		    "the contents have more than %llu times the bytes of the "
		    "archive; unpack it first if that is meant so",
		    ARCHIVE_RATIO_MAX);
	return true;
}

bool
archive_reader_next(struct archive_reader *r, struct archive_member *m)
{
	int status;

	if (r->failed)
		return false;
	status = archive_formats_next(r->a, r->utf8, &r->entry);
	if (status == ARCHIVE_EOF)
		return false;
	if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
		return fail(r);
	if (r->members++ >= ARCHIVE_MEMBERS_MAX)
		return refuse(r, "more than %llu entries", ARCHIVE_MEMBERS_MAX);
	r->read = r->piece_offset = 0;
	r->piece_len = 0;
	r->ended = false;
	describe(r, m);
	return check_size(r, missing_bytes(r));
}

bool
archive_reader_failed(const struct archive_reader *r)
{
	return r->failed;
}

/* Reports what is wrong with the contents of the member; -1. */
static ssize_t
report_damage(struct archive_reader *r, const char *text)
{
	diag_error(r->d, r->path, 0, NULL, "%s: damaged: %s",
	    r->name == NULL ? "?" : r->name,
	    text == NULL ? "its contents cannot be read" : text);
	r->failed = true;
	return -1;
}

/*
 * Gets the next block of contents, or at their end an empty one, which lies
 * behind the last hole of a sparse member of a tar.
 */
static bool
next_block(struct archive_reader *r)
{
	const void *data = NULL;
	la_int64_t offset = 0;
	size_t len = 0;
	int status = archive_read_data_block(r->a, &data, &len, &offset);

	if (status == ARCHIVE_EOF) {
		r->ended = true;
		r->piece_offset = r->read + missing_bytes(r);
		if (r->piece_offset == r->read ||
		    (archive_format(r->a) & ARCHIVE_FORMAT_BASE_MASK) ==
			ARCHIVE_FORMAT_TAR)
			return true;
		(void)report_damage(r, "it is shorter than its header says");
		return false;
	}
	if (status != ARCHIVE_OK) {
		(void)report_damage(r, archive_error_string(r->a));
		return false;
	}
	if (offset < 0 || (uint64_t)offset < r->read) {
		(void)report_damage(r, "its parts are out of order");
		return false;
	}
	r->piece = data;
	r->piece_len = len;
	r->piece_offset = (uint64_t)offset;
	return true;
}

/* Copies from the hole before the piece, or from the piece. */
static size_t
take_bytes(struct archive_reader *r, void *data, size_t len)
{
	uint64_t hole = r->piece_offset - r->read;

	if (hole > 0) {
		if (hole < len)
			len = (size_t)hole;
		memset(data, 0, len);
		return len;
	}
	if (r->piece_len < len)
		len = r->piece_len;
	memcpy(data, r->piece, len);
	r->piece += len;
	r->piece_len -= len;
	r->piece_offset += len;
	return len;
}

ssize_t
archive_reader_read(struct archive_reader *r, void *data, size_t len)
{
	if (r->failed)
		return -1;
	while (r->piece_len == 0 && r->piece_offset == r->read) {
		if (r->ended)
			return 0;
		if (!next_block(r))
			return -1;
	}
	len = take_bytes(r, data, len);
	r->read += len;
	r->contents += len;
	return check_size(r, 0) ? (ssize_t)len : -1;
}

bool
archive_reader_finish(
    struct archive_reader *r, uint64_t *size, char sha256[SHA256_HEX])
{
	const char *block;
	ssize_t n;

	while ((n = read_at(r, r->hashed, r->file_size, &block)) > 0)
		;
	if (n < 0) {
		diag_system(r->d, r->path, "cannot read");
		r->failed = true;
		return false;
	}
	*size = r->hashed;
	sha256_final(r->digest, sha256);
	r->digest = NULL;
	return true;
}

void
archive_reader_close(struct archive_reader *r)
{
	if (r == NULL)
		return;
	(void)archive_read_free(r->a);
	if (r->utf8 != (locale_t)0)
		freelocale(r->utf8);
	sha256_free(r->digest);
	if (r->fd != -1)
		(void)close(r->fd);
	free(r->name);
	free(r->link);
	free(r->path);
	free(r);
}
