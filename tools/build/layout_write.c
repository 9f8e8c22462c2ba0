#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/progress.h"
#include "build/layout.h"
#include "os/file.h"
#include "os/parallel.h"

/*
 * The stream is made in chunks by one thread a processor, so that some read
 * contents while others write.
 */
#define CHUNK (1024u * 1024) /* bytes */

struct writer {
	const struct layout *l;
	int fd;
	bool in_order; /* chunk after chunk: cannot seek, or digests */
	layout_digest_fn *digest;
	void *digest_ctx;
	const char *file;
	pthread_mutex_t lock; /* for what follows */
	pthread_cond_t written;
	uint64_t next; /* number of the next chunk */
	uint64_t done; /* chunks written, when in order */
	bool failed;
	struct diag *d;
};

/* A chunk while it is filled. */
struct chunk {
	char *data;
	uint64_t begin, end; /* in the stream */
	uint64_t filled;     /* up to here; gaps are zeros */
	bool hole;           /* all of it is contents of the payload */
};

static void
add_fault(struct writer *w, const char *file, const char *what)
{
	int error = errno;

	(void)pthread_mutex_lock(&w->lock);
	errno = error;
	if (!w->failed && error != 0)
		diag_system(w->d, file, "%s", what);
	else if (!w->failed)
		diag_error(w->d, file, 0, NULL, "%s", what);
	w->failed = true;
	(void)pthread_cond_broadcast(&w->written);
	(void)pthread_mutex_unlock(&w->lock);
}

/* The part of len bytes at offset that lies in the chunk; false: none does. */
static bool
overlap(const struct chunk *c, uint64_t offset, uint64_t len, uint64_t *skip,
    size_t *n)
{
	uint64_t begin = offset < c->begin ? c->begin : offset;
	uint64_t end = offset + len > c->end ? c->end : offset + len;

	if (begin >= end)
		return false;
	*skip = begin - offset;
	*n = (size_t)(end - begin);
	return true;
}

/* Room for n bytes at offset in the chunk, with zeros before it. */
static char *
room_at(struct chunk *c, uint64_t offset, size_t n)
{
	if (offset > c->filled)
		memset(c->data + (c->filled - c->begin), 0,
		    (size_t)(offset - c->filled));
	c->filled = offset + n;
	return c->data + (offset - c->begin);
}

static bool
fill_segment(struct writer *w, struct chunk *chunk, const struct segment *s,
    struct buf *header)
{
	const char *fault = NULL;
	struct content content;
	uint64_t skip, offset;
	size_t n;

	header->len = 0;
	segment_print_header(w->l, s, header);
	if (overlap(chunk, s->offset, header->len, &skip, &n))
		memcpy(room_at(chunk, s->offset + skip, n), header->data + skip,
		    n);
	segment_content(w->l, s, &content);
	offset = s->offset + header->len;
	if (content.kind == CONTENT_MEMBER)
		chunk->hole = overlap(chunk, offset, content.size, &skip, &n) &&
		    n == chunk->end - chunk->begin;
	else if (content.kind != CONTENT_NONE &&
	    overlap(chunk, offset, content.size, &skip, &n))
		fault = content_read(
		    &content, room_at(chunk, offset + skip, n), n, skip);
	if (fault != NULL)
		add_fault(w, content.path, fault);
	return fault == NULL;
}

static bool
fill_chunk(struct writer *w, struct chunk *chunk, struct buf *header)
{
	size_t i = layout_find_segment(w->l, chunk->begin);

	chunk->filled = chunk->begin;
	chunk->hole = false;
	for (; i < w->l->n && w->l->segments[i].offset < chunk->end; i++)
		if (!fill_segment(w, chunk, &w->l->segments[i], header))
			return false;
	(void)room_at(chunk, chunk->end, 0);
	return true;
}

/* Begins the next chunk; false: all are begun, or one failed. */
static bool
begin_chunk(struct writer *w, struct chunk *chunk)
{
	bool more;

	(void)pthread_mutex_lock(&w->lock);
	chunk->begin = w->next * CHUNK;
	more = !w->failed && chunk->begin < w->l->total;
	if (more)
		w->next++;
	(void)pthread_mutex_unlock(&w->lock);
	chunk->end = chunk->begin + CHUNK;
	if (chunk->end > w->l->total)
		chunk->end = w->l->total;
	return more;
}

/* Waits until the chunks before this one are written; false: one failed. */
static bool
wait_turn(struct writer *w, const struct chunk *chunk)
{
	bool ok;

	(void)pthread_mutex_lock(&w->lock);
	while (!w->failed && w->done != chunk->begin / CHUNK)
		(void)pthread_cond_wait(&w->written, &w->lock);
	ok = !w->failed;
	(void)pthread_mutex_unlock(&w->lock);
	return ok;
}

/* Shows what a signature covers of len bytes at offset of the stream. */
static void
show_bytes(struct writer *w, uint64_t offset, const char *data, uint64_t len)
{
	const uint64_t header = w->l->header.len, parts = w->l->parts;
	uint64_t end = offset + len;

	if (offset < header)
		w->digest(w->digest_ctx, data,
		    (size_t)((end < header ? end : header) - offset));
	if (end <= parts)
		return;
	if (offset < parts) {
		data += parts - offset;
		offset = parts;
	}
	w->digest(w->digest_ctx, data, (size_t)(end - offset));
}

static bool
write_chunk(struct writer *w, const struct chunk *chunk)
{
	size_t n = (size_t)(chunk->end - chunk->begin);

	if (chunk->hole)
		return true;
	progress_add(n);
	if (!w->in_order)
		return file_pwrite_full(
		    w->fd, chunk->data, n, (off_t)chunk->begin);
	if (!wait_turn(w, chunk))
		return true;
	if (!file_write_full(w->fd, chunk->data, n))
		return false;
	if (w->digest != NULL)
		show_bytes(w, chunk->begin, chunk->data, n);
	(void)pthread_mutex_lock(&w->lock);
	w->done++;
	(void)pthread_cond_broadcast(&w->written);
	(void)pthread_mutex_unlock(&w->lock);
	return true;
}

static void
write_thread(void *ctx)
{
	struct writer *w = ctx;
	struct chunk chunk = {.data = xmalloc(CHUNK)};
	struct buf header = BUF_INIT;

	while (begin_chunk(w, &chunk) && fill_chunk(w, &chunk, &header))
		if (!write_chunk(w, &chunk)) {
			add_fault(w, w->file, "cannot write");
			break;
		}
	buf_free(&header);
	free(chunk.data);
}

static bool
write_chunks(struct writer *w)
{
	parallel_run(write_thread, w, (size_t)(w->l->total / CHUNK) + 1);
	return !w->failed;
}

/* Where the contents of a member of the payload go. */
struct member_offset {
	uint64_t member;
	uint64_t offset; /* of the contents in the stream */
};

/* The payload of one plan while it is copied into the stream. */
struct payload_writer {
	struct writer *w;
	size_t plan;
	struct member_offset *v; /* sorted by member */
	size_t n;
};

static int
by_member(const void *a, const void *b)
{
	const struct member_offset *x = a, *y = b;

	if (x->member != y->member)
		return x->member < y->member ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static void
find_offsets(struct payload_writer *p)
{
	const struct layout *l = p->w->l;
	struct buf b = BUF_INIT;
	struct content c;
	size_t i;

	p->v = xreallocarray(NULL, l->n, sizeof(*p->v));
	for (i = 0; i < l->n; i++) {
		segment_content(l, &l->segments[i], &c);
		if (c.kind != CONTENT_MEMBER || l->segments[i].plan != p->plan)
			continue;
		b.len = 0;
		segment_print_header(l, &l->segments[i], &b);
		p->v[p->n++] = (struct member_offset){
		    c.member, l->segments[i].offset + b.len};
	}
	buf_free(&b);
	if (p->n > 0)
		qsort(p->v, p->n, sizeof(*p->v), by_member);
}

/* The index of the first offset of the member, or their number. */
static size_t
first_offset(const struct payload_writer *p, uint64_t member)
{
	size_t low = 0, high = p->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (p->v[middle].member < member)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
write_piece(
    void *ctx, size_t index, uint64_t offset, const void *data, size_t len)
{
	struct payload_writer *p = ctx;
	size_t i;

	progress_add(len);
	for (i = first_offset(p, index); i < p->n && p->v[i].member == index;
	     i++)
		if (!file_pwrite_full(p->w->fd, data, len,
			(off_t)(p->v[i].offset + offset))) {
			add_fault(p->w, p->w->file, "cannot write");
			return false;
		}
	return true;
}

/* Fills the holes that the chunks leave for the contents of payloads. */
static bool
write_payloads(struct writer *w)
{
	struct payload_writer p = {.w = w};
	struct plan *plan;
	bool ok = true;

	for (; ok && p.plan < w->l->nplans; p.plan++) {
		plan = w->l->plans[p.plan];
		if (plan->payload == NULL)
			continue;
		p.n = 0;
		find_offsets(&p);
		ok = payload_copy(plan->payload, write_piece, &p, w->d);
		free(p.v);
	}
	return ok;
}

static bool
has_payload(const struct layout *l)
{
	size_t i;

	for (i = 0; i < l->nplans; i++)
		if (l->plans[i]->payload != NULL)
			return true;
	return false;
}

static bool
copy_file(int from, const struct writer *w, int to)
{
	char *data = xmalloc(CHUNK);
	off_t at = 0;
	ssize_t n;

	while ((n = file_pread_full(from, data, CHUNK, at)) > 0 &&
	    file_write_full(to, data, (size_t)n))
		at += n;
	free(data);
	if ((uint64_t)at == w->l->total)
		return true;
	diag_system(w->d, w->file, "cannot write");
	return false;
}

/*
 * A payload has another order than the stream, so that it can only be copied
 * into a file that seeks.
 */
static bool
write_through_file(struct writer *w, int to)
{
	bool ok;

	w->fd = file_scratch();
	if (w->fd == -1) {
		diag_system(w->d, NULL, "cannot make a temporary file");
		return false;
	}
	w->in_order = false;
	ok = ftruncate(w->fd, (off_t)w->l->total) == 0 && write_chunks(w) &&
	    write_payloads(w) && copy_file(w->fd, w, to);
	(void)close(w->fd);
	return ok;
}

static bool
show_file(struct writer *w)
{
	char *data = xmalloc(CHUNK);
	uint64_t at = 0;
	ssize_t n;

	while ((n = file_pread_full(w->fd, data, CHUNK, (off_t)at)) > 0) {
		show_bytes(w, at, data, (uint64_t)n);
		at += (uint64_t)n;
	}
	free(data);
	if (at == w->l->total)
		return true;
	diag_system(w->d, w->file, "cannot read");
	return false;
}

bool
layout_write(const struct layout *l, const struct output *out, const char *file,
    layout_digest_fn *digest, void *ctx, struct diag *d)
{
	bool payload = has_payload(l);
	struct writer w = {.l = l,
	    .fd = output_fd(out),
	    .in_order = output_is_stream(out) || (digest != NULL && !payload),
	    .digest = digest,
	    .digest_ctx = ctx,
	    .file = file,
	    .lock = PTHREAD_MUTEX_INITIALIZER,
	    .written = PTHREAD_COND_INITIALIZER,
	    .d = d};

	progress_begin("writing", l->total);
	if (w.in_order && payload)
		return write_through_file(&w, w.fd);
	if (!w.in_order && ftruncate(w.fd, (off_t)l->total) == -1) {
		diag_system(d, file, "cannot write");
		return false;
	}
	return write_chunks(&w) && write_payloads(&w) &&
	    (digest == NULL || !payload || show_file(&w));
}
