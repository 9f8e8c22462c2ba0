#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "build/payload.h"
#include "model/object.h"
#include "stream/archive.h"

#define BLOCK 65536 /* bytes read from the archive at a time */

struct payload {
	char *path;
	bool digests;
	struct payload_entry *v; /* in the order of the archive */
	size_t n, size;
	const struct payload_entry **by_name;
	uint64_t bytes; /* of the archive itself */
	char sha256[SHA256_HEX];
};

/* The archive while it is read. */
struct archive_reader {
	struct payload *p;
	int fd;
	struct archive *a;
	struct sha256 *digest;
	uint64_t bytes;    /* read from the file so far */
	uint64_t contents; /* bytes of all members so far */
	char block[BLOCK];
	struct diag *d;
};

static la_ssize_t
read_block(struct archive *a, void *ctx, const void **block)
{
	struct archive_reader *r = ctx;
	ssize_t n;

	do
		n = read(r->fd, r->block, sizeof(r->block));
	while (n == -1 && errno == EINTR);
	if (n == -1) {
		archive_set_error(a, errno, "cannot read");
		return -1;
	}
	sha256_update(r->digest, r->block, (size_t)n);
	r->bytes += (uint64_t)n;
	*block = r->block;
	return n;
}

/* Adds what libarchive says; false. */
static bool
report_archive_error(struct archive_reader *r)
{
	const char *text = archive_error_string(r->a);

	diag_error(r->d, r->p->path, 0, NULL, "%s",
	    text == NULL ? "cannot be read as an archive" : text);
	return false;
}

static bool
open_archive(struct archive_reader *r)
{
	struct stat st;

	r->digest = sha256_new();
	r->fd = open(r->p->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (r->fd == -1 || fstat(r->fd, &st) == -1) {
		diag_error(r->d, r->p->path, 0, NULL, "cannot open: %s",
		    strerror(errno));
		return false;
	}
	if (!S_ISREG(st.st_mode)) {
		diag_error(r->d, r->p->path, 0, NULL,
		    "is neither a directory nor an archive file");
		return false;
	}
	r->a = archive_read_new();
	archive_support_formats(r->a);
	if (archive_read_open(r->a, r, NULL, read_block, NULL) != ARCHIVE_OK)
		return report_archive_error(r);
	return true;
}

/* The digest covers the whole file, also what follows the archive's end. */
static bool
read_to_end(struct archive_reader *r)
{
	const void *block;
	la_ssize_t n;

	while ((n = read_block(r->a, r, &block)) > 0)
		;
	if (n < 0)
		diag_system(r->d, r->p->path, "cannot read");
	return n == 0;
}

static void
close_archive(struct archive_reader *r)
{
	(void)archive_read_free(r->a);
	sha256_free(r->digest);
	if (r->fd != -1)
		(void)close(r->fd);
}

/* The name without `./` and doubled slashes; NULL when it cannot be used. */
static char *
clean_name(const char *name)
{
	const char *part = name;
	char *clean;

	if (name == NULL || name[0] == '/' || strlen(name) > PAYLOAD_NAME_MAX)
		return NULL;
	for (; part != NULL; part = strchr(part, '/')) {
		part += strspn(part, "/");
		if (strncmp(part, "..", 2) == 0 &&
		    (part[2] == '/' || part[2] == '\0'))
			return NULL;
	}
	clean = xstrdup(name);
	path_canonize(clean);
	return clean;
}

static char
type_letter(mode_t type)
{
	return type == AE_IFREG ? 'f'
	    : type == AE_IFDIR  ? 'd'
	    : type == AE_IFLNK  ? 's'
				: '?';
}

/* Sums, and digests when wanted, the contents of the present entry. */
static bool
sum_entry(struct archive_reader *r, struct payload_entry *e)
{
	struct sha256 *digest = r->p->digests ? sha256_new() : NULL;
	uint32_t sum = 0, crc = 0;
	la_ssize_t n;
	char data[BLOCK];

	while ((n = archive_read_data(r->a, data, sizeof(data))) > 0) {
		sum = sum_update(sum, data, (size_t)n);
		if (digest != NULL) {
			sha256_update(digest, data, (size_t)n);
			crc = cksum_update(crc, data, (size_t)n);
		}
		e->size += (uint64_t)n;
		r->contents += (uint64_t)n;
		if (r->contents > PAYLOAD_BYTES_MAX)
			break;
	}
	e->sum = (int32_t)sum_final(sum);
	if (digest != NULL) {
		sha256_final(digest, e->digests.sha256);
		e->digests.cksum = cksum_final(crc, e->size);
	}
	if (n < 0)
		return report_archive_error(r);
	if (n > 0)
		diag_error(r->d, r->p->path, 0, NULL,
		    "the contents have more than %llu bytes",
		    PAYLOAD_BYTES_MAX);
	return n == 0;
}

/* In the C locale libarchive may have a name only as UTF-8. */
static const char *
raw_name(struct archive_entry *ae)
{
	const char *name = archive_entry_pathname(ae);

	return name != NULL ? name : archive_entry_pathname_utf8(ae);
}

static bool
index_entry(struct archive_reader *r, struct archive_entry *ae)
{
	struct payload *p = r->p;
	const char *name = raw_name(ae);
	struct payload_entry e = {.mtime = archive_entry_mtime(ae),
	    .type = type_letter(archive_entry_filetype(ae)),
	    .data = p->n};
	bool ok = true;

	e.name = clean_name(name);
	if (e.name == NULL) {
		diag_error(r->d, p->path, 0, NULL,
		    "%s: the name is absolute, too long or leads out with "
		    "`..'",
		    name == NULL ? "?" : name);
		return true; /* there may be more of them */
	}
	if (p->n >= PAYLOAD_ENTRIES_MAX) {
		diag_error(r->d, p->path, 0, NULL, "more than %d entries",
		    PAYLOAD_ENTRIES_MAX);
		free(e.name);
		return false;
	}
	if (archive_entry_hardlink(ae) != NULL) {
		e.type = 'f';
		e.link = xstrdup(archive_entry_hardlink(ae));
	}
	if (e.type == 'f')
		ok = sum_entry(r, &e);
	p->v = array_room(p->v, p->n, &p->size, sizeof(*p->v));
	p->v[p->n++] = e;
	return ok;
}

static bool
index_all(struct archive_reader *r)
{
	struct archive_entry *ae;
	int status;

	while ((status = archive_read_next_header(r->a, &ae)) == ARCHIVE_OK ||
	    status == ARCHIVE_WARN)
		if (!index_entry(r, ae))
			return false;
	if (status != ARCHIVE_EOF)
		return report_archive_error(r);
	return read_to_end(r);
}

static int
by_name(const void *a, const void *b)
{
	const struct payload_entry *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static bool
is_twice(const struct payload_entry *a, const struct payload_entry *b)
{
	return strcmp(a->name, b->name) == 0 &&
	    (a->type != 'd' || b->type != 'd');
}

/* Makes the index by name, and reports names that come twice. */
static void
sort_names(struct payload *p, struct diag *d)
{
	size_t i;

	p->by_name = xreallocarray(NULL, p->n, sizeof(*p->by_name));
	for (i = 0; i < p->n; i++)
		p->by_name[i] = &p->v[i];
	if (p->n > 0)
		qsort(p->by_name, p->n, sizeof(*p->by_name), by_name);
	for (i = 1; i < p->n; i++)
		if (is_twice(p->by_name[i - 1], p->by_name[i]))
			diag_error(d, p->path, 0, NULL,
			    "%s: is in the archive twice", p->by_name[i]->name);
}

static int
name_order(const void *key, const void *entry)
{
	const struct payload_entry *const *e = entry;

	return strcmp(key, (*e)->name);
}

const struct payload_entry *
payload_find(const struct payload *p, const char *name)
{
	const struct payload_entry **found = NULL;

	if (p->n > 0)
		found = bsearch(
		    name, p->by_name, p->n, sizeof(*p->by_name), name_order);
	return found == NULL ? NULL : *found;
}

static void
share_contents(struct payload_entry *e, const struct payload_entry *from)
{
	e->data = from->data;
	e->size = from->size;
	e->sum = from->sum;
	e->digests = from->digests;
}

/* The entry that a hard link names; NULL: it is no file before the link. */
static struct payload_entry *
find_link_target(const struct payload *p, const struct payload_entry *e)
{
	char *name = clean_name(e->link);
	const struct payload_entry *to = name == NULL ? NULL
						      : payload_find(p, name);

	free(name);
	return to == NULL || to >= e || to->type != 'f' ? NULL
							: &p->v[to - p->v];
}

/*
 * A hard link has the contents of the entry that it names; but in cpio
 * archives it is the last of the names that brings them.
 */
static void
resolve_links(struct payload *p, struct diag *d)
{
	struct payload_entry *e, *to;
	size_t i;

	for (i = 0; i < p->n; i++) {
		e = &p->v[i];
		if (e->link == NULL)
			continue;
		to = find_link_target(p, e);
		if (to == NULL)
			diag_error(d, p->path, 0, NULL,
			    "%s: is a hard link to no file before it", e->name);
		else if (e->size > 0 && to->size == 0)
			share_contents(to, e);
	}
	for (i = 0; i < p->n; i++) {
		e = &p->v[i];
		to = e->link == NULL ? NULL : find_link_target(p, e);
		if (to != NULL && e->size == 0)
			share_contents(e, to);
	}
}

struct payload *
payload_open(const char *path, bool digests, struct diag *d)
{
	struct payload *p = xcalloc(1, sizeof(*p));
	struct diag own = DIAG_INIT;
	struct archive_reader *r = xcalloc(1, sizeof(*r));
	bool failed;

	p->path = xstrdup(path);
	p->digests = digests;
	*r = (struct archive_reader){.p = p, .fd = -1, .d = &own};
	if (open_archive(r) && index_all(r)) {
		p->bytes = r->bytes;
		sha256_final(r->digest, p->sha256);
		r->digest = NULL;
		sort_names(p, &own);
		resolve_links(p, &own);
	}
	close_archive(r);
	free(r);
	failed = own.worst >= SEVERITY_ERROR;
	diag_move(d, &own);
	if (failed) {
		payload_free(p);
		return NULL;
	}
	return p;
}

uint64_t
payload_size(const struct payload *p)
{
	return p->bytes;
}

const char *
payload_sha256(const struct payload *p)
{
	return p->sha256;
}

size_t
payload_count(const struct payload *p)
{
	return p->n;
}

const struct payload_entry *
payload_entry(const struct payload *p, size_t i)
{
	return &p->v[i];
}

static bool
copy_entry(
    struct archive_reader *r, size_t index, payload_write *write, void *ctx)
{
	uint64_t offset = 0;
	la_ssize_t n;
	char data[BLOCK];

	while ((n = archive_read_data(r->a, data, sizeof(data))) > 0) {
		if (offset + (uint64_t)n > r->p->v[index].size)
			return true; /* the digest will differ */
		if (!write(ctx, index, offset, data, (size_t)n))
			return false;
		offset += (uint64_t)n;
	}
	return n == 0 ? true : report_archive_error(r);
}

static bool
copy_all(struct archive_reader *r, payload_write *write, void *ctx)
{
	struct archive_entry *ae;
	char *name;
	size_t i = 0;
	int status;

	while ((status = archive_read_next_header(r->a, &ae)) == ARCHIVE_OK ||
	    status == ARCHIVE_WARN) {
		name = clean_name(raw_name(ae));
		if (name == NULL || i >= r->p->n ||
		    strcmp(name, r->p->v[i].name) != 0) {
			free(name);
			break; /* the digest will differ */
		}
		free(name);
		if (r->p->v[i].type == 'f' && r->p->v[i].data == i &&
		    !copy_entry(r, i, write, ctx))
			return false;
		i++;
	}
	if (status == ARCHIVE_FATAL)
		return report_archive_error(r);
	return read_to_end(r);
}

bool
payload_copy(struct payload *p, payload_write *write, void *ctx, struct diag *d)
{
	struct archive_reader *r = xcalloc(1, sizeof(*r));
	char sha256[SHA256_HEX];
	bool ok;

	*r = (struct archive_reader){.p = p, .fd = -1, .d = d};
	ok = open_archive(r) && copy_all(r, write, ctx);
	if (ok) {
		sha256_final(r->digest, sha256);
		r->digest = NULL;
		ok = strcmp(sha256, p->sha256) == 0;
		if (!ok)
			diag_error(d, p->path, 0, NULL,
			    "changed while it was being packed");
	}
	close_archive(r);
	free(r);
	return ok;
}

void
payload_free(struct payload *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < p->n; i++) {
		free(p->v[i].name);
		free(p->v[i].link);
	}
	free(p->v);
	free(p->by_name);
	free(p->path);
	free(p);
}
