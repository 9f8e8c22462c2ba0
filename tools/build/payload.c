#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/progress.h"
#include "build/payload.h"
#include "stream/archive.h"

#define CHUNK 65536 /* bytes of contents at a time */

struct payload {
	char *path;
	bool digests;
	struct payload_entry *v; /* in the order of the archive */
	size_t n, size;
	const struct payload_entry **by_name;
	size_t nnames;  /* in by_name */
	uint64_t bytes; /* of the archive itself */
	char sha256[SHA256_HEX];
};

/* Sums, and digests when wanted, the contents of the present member. */
static void
sum_entry(struct archive_reader *r, struct payload_entry *e, bool wants_digests)
{
	struct sha256 *digest = wants_digests ? sha256_new() : NULL;
	uint32_t sum = 0, crc = 0;
	char data[CHUNK];
	ssize_t n;

	while ((n = archive_reader_read(r, data, sizeof(data))) > 0) {
		progress_add((uint64_t)n);
		sum = sum_update(sum, data, (size_t)n);
		if (digest != NULL) {
			sha256_update(digest, data, (size_t)n);
			crc = cksum_update(crc, data, (size_t)n);
		}
		e->size += (uint64_t)n;
	}
	e->sum = (int32_t)sum_final(sum);
	if (digest != NULL) {
		sha256_final(digest, e->digests.sha256);
		e->digests.cksum = cksum_final(crc, e->size);
	}
}

static void
index_member(struct payload *p, struct archive_reader *r,
    const struct archive_member *m, struct diag *d)
{
	struct payload_entry e = {
	    .mtime = m->mtime, .type = m->type, .data = p->n};

	if (m->name == NULL) {
		diag_warn(d, p->path, 0, NULL, "%s: left out: %s", m->stored,
		    m->fault);
		return;
	}
	e.name = xstrdup(m->name);
	e.link = m->link == NULL ? NULL : xstrdup(m->link);
	if (e.type == 'f')
		sum_entry(r, &e, p->digests);
	p->v = array_room(p->v, p->n, &p->size, sizeof(*p->v));
	p->v[p->n++] = e;
}

/* Reads the archive for the first time. */
static bool
index_all(struct payload *p, struct diag *d)
{
	struct archive_reader *r = archive_reader_open(p->path, true, d);
	struct archive_member m;
	bool ok;

	progress_begin("reading the payload", 0);
	while (r != NULL && archive_reader_next(r, &m))
		index_member(p, r, &m, d);
	ok = r != NULL && !archive_reader_failed(r) &&
	    archive_reader_finish(r, &p->bytes, p->sha256);
	archive_reader_close(r);
	return ok;
}

/* By name; of those with one name, as in the archive. */
static int
by_name_and_order(const void *a, const void *b)
{
	const struct payload_entry *const *x = a, *const *y = b;
	int order = strcmp((*x)->name, (*y)->name);

	return order != 0 ? order : *x < *y ? -1 : 1;
}

/*
 * Makes the index by name.  Of what comes twice the last one counts, as when
 * the archive is unpacked, and as init takes it.
 */
static void
sort_names(struct payload *p, struct diag *d)
{
	const struct payload_entry *e, *last;
	size_t i;

	p->by_name = xreallocarray(NULL, p->n, sizeof(*p->by_name));
	for (i = 0; i < p->n; i++)
		p->by_name[i] = &p->v[i];
	if (p->n > 0)
		qsort(p->by_name, p->n, sizeof(*p->by_name), by_name_and_order);
	for (i = 0; i < p->n; i++) {
		e = p->by_name[i];
		last = p->nnames == 0 ? NULL : p->by_name[p->nnames - 1];
		if (last == NULL || strcmp(last->name, e->name) != 0) {
			p->by_name[p->nnames++] = e;
			continue;
		}
		if (last->type != 'd' || e->type != 'd')
			diag_warn(d, p->path, 0, NULL,
			    "%s: is in the archive twice; the last one counts",
			    e->name);
		p->by_name[p->nnames - 1] = e;
	}
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

	if (p->nnames > 0)
		found = bsearch(name, p->by_name, p->nnames,
		    sizeof(*p->by_name), name_order);
	return found == NULL ? NULL : *found;
}

static void
share_contents(struct payload_entry *e, const struct payload_entry *from)
{
	e->type = from->type;
	e->data = from->data;
	e->size = from->size;
	e->sum = from->sum;
	e->digests = from->digests;
}

/*
 * The entry that a hard link names, a file or symbolic link before it; NULL:
 * none is.
 */
static struct payload_entry *
find_link_target(const struct payload *p, const struct payload_entry *e)
{
	const struct payload_entry *to = payload_find(p, e->link);

	return to == NULL || to >= e || strchr("fs", to->type) == NULL
	    ? NULL
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
		if (to == NULL) {
			diag_warn(d, p->path, 0, NULL,
			    "%s: left out: it is a hard link to no file before "
			    "it",
			    e->name);
			e->type = '?';
		} else if (e->size > 0 && to->size == 0)
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
	bool failed;

	p->path = xstrdup(path);
	p->digests = digests;
	if (index_all(p, &own)) {
		sort_names(p, &own);
		resolve_links(p, &own);
	}
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

/* False when write wants no more. */
static bool
copy_entry(const struct payload *p, struct archive_reader *r, size_t index,
    payload_write *write, void *ctx)
{
	uint64_t offset = 0;
	char data[CHUNK];
	ssize_t n;

	while ((n = archive_reader_read(r, data, sizeof(data))) > 0) {
		if (offset + (uint64_t)n > p->v[index].size)
			return true; /* the digest will differ */
		if (!write(ctx, index, offset, data, (size_t)n))
			return false;
		offset += (uint64_t)n;
	}
	return true;
}

static bool
copy_all(const struct payload *p, struct archive_reader *r,
    payload_write *write, void *ctx)
{
	struct archive_member m;
	size_t i;

	for (i = 0; archive_reader_next(r, &m); i += m.name != NULL) {
		if (m.name == NULL)
			continue;
		if (i >= p->n || strcmp(m.name, p->v[i].name) != 0)
			break; /* the digest will differ */
		if (m.type == 'f' && p->v[i].type == 'f' && p->v[i].data == i &&
		    !copy_entry(p, r, i, write, ctx))
			return false;
	}
	return !archive_reader_failed(r);
}

bool
payload_copy(struct payload *p, payload_write *write, void *ctx, struct diag *d)
{
	struct archive_reader *r = archive_reader_open(p->path, true, d);
	char sha256[SHA256_HEX];
	uint64_t bytes;
	bool ok = r != NULL && copy_all(p, r, write, ctx) &&
	    archive_reader_finish(r, &bytes, sha256);

	if (ok && strcmp(sha256, p->sha256) != 0) {
		diag_error(
		    d, p->path, 0, NULL, "changed while it was being packed");
		ok = false;
	}
	archive_reader_close(r);
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
