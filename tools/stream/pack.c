#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stream/pack.h"

#define LEVELS_MAX  24  /* bits of a longest code that pack(1) makes */
#define SYMBOLS_MAX 256 /* all bytes; the end has no symbol of its own */
#define BUFFER      4096

/*
 * The nodes of a level have numbers from 0: first those with children, as many
 * as half of the next level, then the leaves.  The children of node N are 2N
 * and 2N + 1.  The last leaf of the last level is the end of the file.
 */
struct level {
	unsigned inner;  /* nodes with children */
	unsigned leaves; /* nodes that are symbols */
	unsigned first;  /* index of the symbol of the first leaf */
};

struct pack {
	input_source_fn *source;
	void *ctx;
	const char *fault;
	bool begun, ended;
	uint32_t left; /* decoded bytes still to come */
	unsigned nlevels;
	struct level levels[LEVELS_MAX + 1]; /* from 1 */
	unsigned char symbols[SYMBOLS_MAX];
	unsigned bits; /* those left of the current byte are the lowest */
	unsigned nbits;
	size_t pos, len;
	unsigned char buffer[BUFFER];
};

struct pack *
pack_new(input_source_fn *source, void *ctx)
{
	struct pack *p = xcalloc(1, sizeof(*p));

	p->source = source;
	p->ctx = ctx;
	return p;
}

static bool
fail(struct pack *p, const char *fault)
{
	if (p->fault == NULL)
		p->fault = fault;
	return false;
}

static bool
next_byte(struct pack *p, unsigned *byte)
{
	ssize_t n;

	if (p->pos == p->len) {
		n = p->source(p->ctx, p->buffer, BUFFER);
		if (n < 0)
			return false;
		if (n == 0)
			return fail(p, "it ends too early");
		p->pos = 0;
		p->len = (size_t)n;
	}
	*byte = p->buffer[p->pos++];
	return true;
}

static bool
next_number(struct pack *p, unsigned nbytes, uint32_t *n)
{
	unsigned byte;

	for (*n = 0; nbytes > 0; nbytes--) {
		if (!next_byte(p, &byte))
			return false;
		*n = *n << 8 | byte;
	}
	return true;
}

/*
 * Counts the nodes from the last level up.  A tree in which a node lacks a
 * child, or in which one is left over, is damaged; after this each path of
 * bits ends at a leaf.
 */
static bool
join_levels(struct pack *p)
{
	unsigned nodes = 0, i;

	for (i = p->nlevels; i > 0; i--) {
		if (nodes % 2 != 0)
			return fail(p, "its code is incomplete");
		p->levels[i].inner = nodes / 2;
		nodes = p->levels[i].inner + p->levels[i].leaves;
	}
	return nodes == 2 || fail(p, "its code is incomplete");
}

/*
 * The number of leaves of the last level, of which there are at least two, is
 * stored less two; the end, which is one of them, has no symbol.
 */
static bool
read_tree(struct pack *p)
{
	unsigned i, k, byte, n = 0;

	for (i = 1; i <= p->nlevels; i++) {
		if (!next_byte(p, &byte))
			return false;
		p->levels[i].leaves = byte + (i == p->nlevels ? 1 : 0);
		p->levels[i].first = n;
		n += p->levels[i].leaves;
	}
	if (n > SYMBOLS_MAX)
		return fail(p, "its code has more than 256 symbols");
	for (k = 0; k < n; k++) {
		if (!next_byte(p, &byte))
			return false;
		p->symbols[k] = (unsigned char)byte;
	}
	p->levels[p->nlevels].leaves++;
	return join_levels(p);
}

static bool
read_header(struct pack *p)
{
	uint32_t magic, nlevels;

	if (!next_number(p, PACK_MAGIC_LEN, &magic) ||
	    !next_number(p, 4, &p->left) || !next_number(p, 1, &nlevels))
		return false;
	if (magic != 0x1f1e)
		return fail(p, "it does not begin as pack(1) does");
	if (nlevels < 1 || nlevels > LEVELS_MAX)
		return fail(p, "its longest code has not 1 to 24 bits");
	p->nlevels = nlevels;
	return read_tree(p);
}

/* Walks down the tree: the symbol, SYMBOLS_MAX for the end, -1 after a fault. */
static int
next_symbol(struct pack *p)
{
	unsigned node = 0, i;
	const struct level *level;

	for (i = 1;; i++) {
		if (p->nbits == 0) {
			if (!next_byte(p, &p->bits))
				return -1;
			p->nbits = 8;
		}
		node = node << 1 | (p->bits >> --p->nbits & 1);
		level = &p->levels[i];
		if (node >= level->inner)
			break;
	}
	node -= level->inner;
	if (i == p->nlevels && node == level->leaves - 1)
		return SYMBOLS_MAX;
	return p->symbols[level->first + node];
}

/* After the last byte only the end may come. */
static bool
read_end(struct pack *p)
{
	int symbol = next_symbol(p);

	p->ended = true;
	return symbol == SYMBOLS_MAX ||
	    (symbol >= 0 && fail(p, "it goes on after its last byte"));
}

ssize_t
pack_read(struct pack *p, void *data, size_t len)
{
	unsigned char *to = data;
	size_t n;
	int symbol;

	if (p->fault != NULL)
		return -1;
	if (!p->begun) {
		p->begun = true;
		if (!read_header(p))
			return -1;
	}
	for (n = 0; n < len && p->left > 0; n++, p->left--) {
		symbol = next_symbol(p);
		if (symbol == SYMBOLS_MAX)
			(void)fail(p, "it ends before its last byte");
		if (symbol < 0 || symbol == SYMBOLS_MAX)
			return -1;
		to[n] = (unsigned char)symbol;
	}
	if (n == 0 && len > 0 && !p->ended && !read_end(p))
		return -1;
	return (ssize_t)n;
}

const char *
pack_fault(const struct pack *p)
{
	return p->fault;
}

void
pack_free(struct pack *p)
{
	free(p);
}
