/*
 * squeeze compress|pack <FILE >OUT: what compress(1) and pack(1) make of a
 * file, which few systems still have.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX (64u * 1024 * 1024)

static unsigned char *data;
static size_t len;

static void
put(unsigned byte)
{
	if (putchar((int)byte) == EOF)
		exit(1);
}

/* ---- compress: codes of 9 to 16 bits, lowest bit first, groups of eight */

static unsigned width = 9, used; /* used: bits of this group */
static unsigned char group[16];

static void
end_group(unsigned bytes)
{
	unsigned i;

	for (i = 0; i < bytes; i++)
		put(group[i]);
	memset(group, 0, sizeof(group));
	used = 0;
}

static void
put_code(unsigned code, unsigned next_free)
{
	unsigned i;

	for (i = 0; i < width; i++, used++)
		if ((code >> i & 1) != 0)
			group[used / 8] |= (unsigned char)(1u << used % 8);
	if (used == width * 8)
		end_group(width);
	if (next_free > (1u << width) - 1 && width < 16) {
		if (used > 0)
			end_group(width);
		width++;
	}
}

static void
compress_data(void)
{
	/* the code of a code and a byte behind it; 0: none */
	unsigned short(*child)[256] = calloc(65536, sizeof(*child));
	unsigned entry, next_free = 257;
	size_t i;

	if (child == NULL)
		exit(1);
	put(037);
	put(0235);
	put(0220); /* 16 bits, 256 is the code that clears the table */
	if (len == 0)
		return;
	entry = data[0];
	for (i = 1; i < len; i++) {
		if (child[entry][data[i]] != 0) {
			entry = child[entry][data[i]];
			continue;
		}
		put_code(entry, next_free);
		if (next_free < 65536)
			child[entry][data[i]] = (unsigned short)next_free++;
		entry = data[i];
	}
	put_code(entry, next_free);
	end_group((used + 7) / 8);
	free(child);
}

/* ---- pack: a Huffman code, highest bit first; symbol 256 is the end */

static size_t weight[514];
static unsigned parent[514], level[257];

/* The node without a parent that weighs least, but for one. */
static unsigned
lightest(unsigned nodes, unsigned other)
{
	unsigned i, best = nodes;

	for (i = 0; i < nodes; i++)
		if (i != other && parent[i] == 0 && weight[i] > 0 &&
		    (best == nodes || weight[i] < weight[best]))
			best = i;
	return best;
}

static unsigned
find_levels(void)
{
	unsigned nodes, i, k, a, b, deepest = 0;

	weight[256] = 1;
	for (nodes = 257;; nodes++) {
		a = lightest(nodes, nodes);
		b = lightest(nodes, a);
		if (b == nodes)
			break;
		parent[a] = parent[b] = nodes;
		weight[nodes] = weight[a] + weight[b];
	}
	for (i = 0; i < 257; i++) {
		if (weight[i] == 0)
			continue;
		for (k = i; parent[k] != 0; k = parent[k])
			level[i]++;
		if (level[i] > deepest)
			deepest = level[i];
	}
	return deepest;
}

/* Where the end has to be the last leaf of the last level. */
static void
move_end(unsigned deepest)
{
	unsigned i;

	for (i = 0; level[256] < deepest; i++)
		if (level[i] == deepest) {
			level[i] = level[256];
			level[256] = deepest;
		}
}

static void
put_bits(unsigned bits, unsigned n)
{
	static unsigned byte, filled;

	while (n-- > 0) {
		byte = byte << 1 | (bits >> n & 1);
		if (++filled == 8) {
			put(byte & 255);
			byte = filled = 0;
		}
	}
}

static void
pack_data(void)
{
	unsigned deepest, count[32] = {0}, inner[32] = {0}, code[257], i, k, n;
	size_t at;

	for (at = 0; at < len; at++)
		weight[data[at]]++;
	deepest = find_levels();
	move_end(deepest);
	for (i = 0; i < 257; i++)
		count[level[i]] += level[i] > 0;
	for (k = deepest; k > 1; k--)
		inner[k - 1] = (inner[k] + count[k]) / 2;
	for (k = 1; k <= deepest; k++)
		for (i = 0, n = inner[k]; i < 257; i++)
			if (level[i] == k)
				code[i] = n++;
	put(037);
	put(036);
	for (i = 4; i-- > 0;)
		put((unsigned)(len >> 8 * i & 255));
	put(deepest);
	for (k = 1; k <= deepest; k++)
		put(count[k] - (k == deepest ? 2 : 0));
	for (k = 1; k <= deepest; k++)
		for (i = 0; i < 256; i++)
			if (level[i] == k)
				put(i);
	for (at = 0; at < len; at++)
		put_bits(code[data[at]], level[data[at]]);
	put_bits(code[256], level[256]);
	put_bits(0, 7);
}

int
main(int argc, char **argv)
{
	data = malloc(MAX);
	if (argc != 2 || data == NULL)
		return 2;
	len = fread(data, 1, MAX, stdin);
	if (strcmp(argv[1], "compress") == 0)
		compress_data();
	else if (strcmp(argv[1], "pack") == 0)
		pack_data();
	else
		return 2;
	return fflush(stdout) == 0 ? 0 : 1;
}
