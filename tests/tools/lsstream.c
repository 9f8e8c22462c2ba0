/*
 * lsstream FILE [ARCHIVE NAME]: what is in a datastream, read by code that has
 * nothing in common with the program under test.
 *
 * One line for the header, one for each archive, one for each member:
 *
 *	header BYTES
 *	archive NUMBER OFFSET
 *	MODE SIZE CKSUM MTIME NAME
 *
 * CKSUM is that of cksum(1), `-' for directories, as is MTIME.  With ARCHIVE
 * (counted from 0) and NAME: the bytes of that member.  Anything that is not
 * as svr4-packaging 1 has it ends with status 1 and a line.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char *stream;
static size_t len;

static void
fail(const char *what, size_t at)
{
	fprintf(stderr, "lsstream: %s at byte %zu\n", what, at);
	exit(1);
}

static void
load(const char *path)
{
	FILE *in = fopen(path, "rb");
	size_t size = 1 << 16, n;

	if (in == NULL) {
		fprintf(stderr, "lsstream: %s: %s\n", path, strerror(errno));
		exit(1);
	}
	stream = malloc(size);
	while (
	    stream != NULL && (n = fread(stream + len, 1, size - len, in)) > 0)
		if ((len += n) == size)
			stream = realloc(stream, size *= 2);
	fclose(in);
	if (stream == NULL)
		exit(1);
}

static unsigned long
field(size_t header, size_t offset)
{
	char digits[9];

	memcpy(digits, stream + header + offset, 8);
	digits[8] = '\0';
	if (strspn(digits, "0123456789abcdef") != 8)
		fail("no hexadecimal field", header + offset);
	return strtoul(digits, NULL, 16);
}

static void
zeros(size_t from, size_t to)
{
	for (; from < to; from++)
		if (from >= len || stream[from] != 0)
			fail("no zero byte", from);
}

static unsigned long
crc(const unsigned char *p, size_t n)
{
	unsigned long c = 0, rest = n;
	int bit;
	size_t i;

	for (i = 0; i < n || rest != 0; i++) {
		if (i < n)
			c ^= (unsigned long)p[i] << 24;
		else {
			c ^= (rest & 0xff) << 24;
			rest >>= 8;
		}
		for (bit = 0; bit < 8; bit++)
			c = (c & 0x80000000 ? c << 1 ^ 0x04c11db7 : c << 1) &
			    0xffffffff;
	}
	return c ^ 0xffffffff;
}

static size_t
up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

/* One member; the offset behind it, 0 after the trailer. */
static size_t
member(size_t at, const char *wanted, int *found)
{
	unsigned long mode, size, mtime, namesize;
	const char *name = (const char *)stream + at + 110;
	size_t data;

	if (at + 110 > len || memcmp(stream + at, "070701", 6) != 0)
		fail("no cpio header", at);
	mode = field(at, 14);
	mtime = field(at, 46);
	size = field(at, 54);
	namesize = field(at, 94);
	data = up(at + 110 + namesize, 4);
	if (namesize < 1 || data + size > len ||
	    strnlen(name, namesize) != namesize - 1)
		fail("bad sizes", at);
	zeros(at + 110 + namesize, data);
	if (strcmp(name, "TRAILER!!!") == 0)
		return 0;
	if (field(at, 22) != 0 || field(at, 30) != 0 || field(at, 62) != 0 ||
	    field(at, 70) != 0 || field(at, 78) != 0 || field(at, 86) != 0 ||
	    field(at, 102) != 0)
		fail("a field that is not constant", at);
	if (wanted == NULL && (mode & 0170000) == 0040000)
		printf("%lo %lu - - %s\n", mode, size, name);
	else if (wanted == NULL)
		printf("%lo %lu %lu %lu %s\n", mode, size,
		    crc(stream + data, size), mtime, name);
	else if (strcmp(wanted, name) == 0) {
		fwrite(stream + data, 1, size, stdout);
		*found = 1;
	}
	zeros(data + size, up(data + size, 4));
	return up(data + size, 4);
}

static size_t
header(void)
{
	static const char magic[] = "# PaCkAgE DaTaStReAm\n";
	static const char end[] = "\n# end of header\n";
	size_t i;

	if (len < 512 || memcmp(stream, magic, sizeof(magic) - 1) != 0)
		fail("no datastream", 0);
	for (i = 0; memcmp(stream + i, end, sizeof(end) - 1) != 0; i++)
		if (i + sizeof(end) > len)
			fail("no end of the header", i);
	i += sizeof(end) - 1;
	zeros(i, (i / 512 + 1) * 512);
	return (i / 512 + 1) * 512;
}

int
main(int argc, char **argv)
{
	const char *wanted = argc == 4 ? argv[3] : NULL;
	int number, chosen = argc == 4 ? atoi(argv[2]) : -1, found = 0;
	size_t at, next;

	if (argc != 2 && argc != 4) {
		fprintf(stderr, "usage: lsstream FILE [ARCHIVE NAME]\n");
		return 2;
	}
	load(argv[1]);
	at = header();
	if (wanted == NULL)
		printf("header %zu\n", at);
	for (number = 0; at < len; number++) {
		if (wanted == NULL)
			printf("archive %d %zu\n", number, at);
		while ((next = member(at,
			    wanted == NULL || number == chosen ? wanted : "",
			    &found)) != 0)
			at = next;
		at = up(at + 110 + 11, 4);
		zeros(at, up(at, 512));
		at = up(at, 512);
	}
	return wanted == NULL || found ? 0 : 1;
}
