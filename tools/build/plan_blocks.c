/*
 * The size number of a pkgmap's first line, as pkgmk computes it on a file
 * system with blocks and fragments of 4096 bytes (svr4-packaging 3.2).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "build/plan.h"

#define BLOCK       512u
#define FS_BLOCK    4096u /* f_bsize and f_frsize */
#define FS_BLOCKS   (FS_BLOCK / BLOCK)
#define DIRECT      12u   /* blocks named in the inode */
#define INDIRECT    1024u /* FS_BLOCK / sizeof(daddr_t) */
#define MAP_ENTRY   128u  /* bytes reserved per pkgmap line */
#define MAP_START   2u    /* blocks of a part with nothing in it */
#define INSTALL_DIR 2u    /* of the directory install */

/* 512-byte blocks of a file of size bytes, indirect blocks included */
static uint64_t
blocks_of(uint64_t size)
{
	uint64_t total = (size + FS_BLOCK - 1) / FS_BLOCK;
	uint64_t count;

	if (size == 0)
		return 1;
	if (total <= DIRECT)
		return total * FS_BLOCKS;
	if (total > INDIRECT * (INDIRECT + 1) + DIRECT) {
		count = (total - INDIRECT * INDIRECT - (DIRECT + 1)) / INDIRECT;
		total += count + count / INDIRECT + INDIRECT + 3;
	} else if (total > INDIRECT + DIRECT)
		total += (total - (DIRECT + 1)) / INDIRECT + 2;
	else
		total += 1;
	return total * FS_BLOCKS;
}

/*
 * Directories already counted for this part.  pkgmk takes a parent for counted
 * as soon as it remembers any other directory, so all that it needs to know is
 * whether it remembers none, exactly one, or several.
 */
struct remembered {
	const char *first;
	size_t len; /* of first */
	bool several;
};

static bool
is_new(const struct remembered *r, const char *path, size_t len)
{
	if (r->first == NULL)
		return true;
	return !r->several && r->len == len &&
	    strncmp(r->first, path, len) == 0;
}

static void
remember(struct remembered *r, const char *path, size_t len)
{
	if (r->first == NULL) {
		r->first = path;
		r->len = len;
	} else if (r->len != len || strncmp(r->first, path, len) != 0)
		r->several = true;
}

/* Length of the next parent directory of path behind position at; 0: none. */
static size_t
next_parent(const char *path, size_t at)
{
	const char *slash = strchr(path + at, '/');

	return slash == NULL ? 0 : (size_t)(slash - path);
}

static uint64_t
new_parents(const struct remembered *r, const char *path)
{
	size_t len = path[0] == '/';
	uint64_t n = 0;

	while ((len = next_parent(path, len)) > 0)
		n += is_new(r, path, len++);
	return n;
}

static void
remember_parents(struct remembered *r, const char *path)
{
	size_t len = path[0] == '/';

	while ((len = next_parent(path, len)) > 0)
		remember(r, path, len++);
}

/* An object with contents, and what decides when pkgmk counts it. */
struct sort_key {
	const struct object *object;
	size_t rank; /* of its class in ORDER */
	uint64_t blocks;
	size_t index; /* in the map */
};

/* Classes in ORDER first, large before small, else as in the map. */
static int
by_count_order(const void *a, const void *b)
{
	const struct sort_key *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->blocks != y->blocks)
		return x->blocks > y->blocks ? -1 : 1;
	return x->index < y->index ? -1 : 1;
}

/* The position of the class among the words of order; SIZE_MAX: none. */
static size_t
rank_of(const char *class, const char *order)
{
	struct slice rest = {order, order == NULL ? 0 : strlen(order)}, word;
	size_t rank;

	for (rank = 0; word_next(&rest, " \t", &word); rank++)
		if (slice_equals(word, class))
			return rank;
	return SIZE_MAX;
}

/* Objects whose part the prototype names are counted before all others. */
static uint64_t
count_assigned(const struct objects *list)
{
	const struct remembered none = {NULL, 0, false};
	const struct object *o;
	uint64_t total = 0;
	size_t i;

	for (i = 0; i < list->n; i++) {
		o = &list->v[i];
		if (o->ftype == 'i' || o->part == 0)
			continue;
		total += new_parents(&none, o->path) * FS_BLOCKS;
		if (ftype_has_contents(o->ftype))
			total += blocks_of((uint64_t)o->size);
	}
	return total;
}

static uint64_t
count_others(const struct objects *list, const char *order)
{
	struct sort_key *v = xreallocarray(NULL, list->n, sizeof(*v));
	struct remembered dirs = {NULL, 0, false};
	const struct object *o;
	uint64_t total = 0;
	size_t i, n = 0;

	for (i = 0; i < list->n; i++) {
		o = &list->v[i];
		if (o->ftype != 'i' && o->part == 0 &&
		    ftype_has_contents(o->ftype))
			v[n++] = (struct sort_key){o, rank_of(o->class, order),
			    blocks_of((uint64_t)o->size), i};
	}
	if (n > 0)
		qsort(v, n, sizeof(*v), by_count_order);
	for (i = 0; i < n; i++) {
		total += v[i].blocks +
		    new_parents(&dirs, v[i].object->path) * FS_BLOCKS;
		remember_parents(&dirs, v[i].object->path);
	}
	free(v);
	return total;
}

uint64_t
plan_count_blocks(const struct objects *list, const char *order)
{
	uint64_t total = MAP_START + blocks_of(MAP_ENTRY * list->n);
	bool install = false;
	size_t i;

	for (i = 0; i < list->n; i++) {
		if (list->v[i].ftype != 'i')
			continue;
		install = true;
		total += blocks_of((uint64_t)list->v[i].size);
	}
	return total + (install ? INSTALL_DIR : 0) + count_assigned(list) +
	    count_others(list, order);
}
