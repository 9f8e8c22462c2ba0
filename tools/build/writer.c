#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "build/writer.h"
#include "os/file.h"
#include "os/parallel.h"

/*
 * The stream is made in chunks, which the processors take in turn: while one
 * waits for the kernel to take a chunk, another reads what fills the next.
 */
#define CHUNK (1024u * 1024) /* bytes */

struct writer {
	const struct layout *l;
	int fd;
	bool in_order; /* cannot seek: chunk after chunk */
	const char *file;
	pthread_mutex_t lock; /* for what follows */
	pthread_cond_t written;
	uint64_t next; /* chunk to be made */
	uint64_t done; /* chunks written, when in order */
	bool failed;
	struct diag *d;
};

/* A chunk while it is filled. */
struct chunk {
	char *data;
	uint64_t begin, end; /* in the stream */
	uint64_t filled;     /* up to here; gaps are zeros */
	bool hole;           /* inside a member of the payload */
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
fill_slot(struct writer *w, struct chunk *chunk, const struct slot *s,
    struct buf *header)
{
	const char *fault = NULL;
	struct content content;
	uint64_t skip, offset;
	size_t n;

	header->len = 0;
	slot_print(w->l, s, header);
	if (overlap(chunk, s->offset, header->len, &skip, &n))
		memcpy(room_at(chunk, s->offset + skip, n), header->data + skip,
		    n);
	slot_content(w->l, s, &content);
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
	size_t i = layout_find(w->l, chunk->begin);

	chunk->filled = chunk->begin;
	chunk->hole = false;
	for (; i < w->l->n && w->l->slots[i].offset < chunk->end; i++)
		if (!fill_slot(w, chunk, &w->l->slots[i], header))
			return false;
	(void)room_at(chunk, chunk->end, 0);
	return true;
}

/* Takes the number of the next chunk; false: all are taken, or one failed. */
static bool
take_chunk(struct writer *w, struct chunk *chunk)
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

/* Waits until everything before the chunk is written; false: it never is. */
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

static bool
write_chunk(struct writer *w, const struct chunk *chunk)
{
	size_t n = (size_t)(chunk->end - chunk->begin);

	if (chunk->hole)
		return true;
	if (!w->in_order)
		return file_pwrite_full(
		    w->fd, chunk->data, n, (off_t)chunk->begin);
	if (!wait_turn(w, chunk))
		return true;
	if (!file_write_full(w->fd, chunk->data, n))
		return false;
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

	while (take_chunk(w, &chunk) && fill_chunk(w, &chunk, &header))
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
struct target {
	uint64_t member;
	uint64_t offset; /* of the data in the stream */
};

/* The payload of one plan on its way into the stream. */
struct delivery {
	struct writer *w;
	size_t plan;
	struct target *v; /* by member */
	size_t n;
};

static int
by_member(const void *a, const void *b)
{
	const struct target *x = a, *y = b;

	if (x->member != y->member)
		return x->member < y->member ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* Notes for each member of the payload where it goes. */
static void
find_targets(struct delivery *v)
{
	const struct layout *l = v->w->l;
	struct buf b = BUF_INIT;
	struct content c;
	size_t i;

	v->v = xreallocarray(NULL, l->n, sizeof(*v->v));
	for (i = 0; i < l->n; i++) {
		slot_content(l, &l->slots[i], &c);
		if (c.kind != CONTENT_MEMBER || l->slots[i].plan != v->plan)
			continue;
		b.len = 0;
		slot_print(l, &l->slots[i], &b);
		v->v[v->n++] = (struct target){
		    c.member, l->slots[i].offset + b.len};
	}
	buf_free(&b);
	if (v->n > 0)
		qsort(v->v, v->n, sizeof(*v->v), by_member);
}

/* The first target of the member, or the number of targets. */
static size_t
first_target(const struct delivery *v, uint64_t member)
{
	size_t low = 0, high = v->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (v->v[middle].member < member)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
take_piece(
    void *ctx, size_t index, uint64_t offset, const void *data, size_t len)
{
	struct delivery *v = ctx;
	size_t i;

	for (i = first_target(v, index); i < v->n && v->v[i].member == index;
	     i++)
		if (!file_pwrite_full(v->w->fd, data, len,
			(off_t)(v->v[i].offset + offset))) {
			add_fault(v->w, v->w->file, "cannot write");
			return false;
		}
	return true;
}

/* The chunks leave holes for the payload's members; they are filled here. */
static bool
write_payloads(struct writer *w)
{
	struct delivery v = {.w = w};
	struct plan *plan;
	bool ok = true;

	for (; ok && v.plan < w->l->nplans; v.plan++) {
		plan = w->l->plans[v.plan];
		if (plan->payload == NULL)
			continue;
		v.n = 0;
		find_targets(&v);
		ok = payload_deliver(plan->payload, take_piece, &v, w->d);
		free(v.v);
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
copy_out(int from, const struct writer *w, int to)
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

/* An archive has another order than the stream, which then has to seek. */
static bool
write_by_scratch(struct writer *w, int to)
{
	bool ok;

	w->fd = file_scratch();
	if (w->fd == -1) {
		diag_system(w->d, NULL, "cannot make a temporary file");
		return false;
	}
	w->in_order = false;
	ok = ftruncate(w->fd, (off_t)w->l->total) == 0 && write_chunks(w) &&
	    write_payloads(w) && copy_out(w->fd, w, to);
	(void)close(w->fd);
	return ok;
}

bool
writer_run(const struct layout *l, const struct output *out, const char *file,
    struct diag *d)
{
	struct writer w = {.l = l,
	    .fd = output_fd(out),
	    .in_order = output_is_stream(out),
	    .file = file,
	    .lock = PTHREAD_MUTEX_INITIALIZER,
	    .written = PTHREAD_COND_INITIALIZER,
	    .d = d};

	if (w.in_order && has_payload(l))
		return write_by_scratch(&w, w.fd);
	if (!w.in_order && ftruncate(w.fd, (off_t)l->total) == -1) {
		diag_system(d, file, "cannot write");
		return false;
	}
	return write_chunks(&w) && write_payloads(&w);
}
