/*
 * The signature of a datastream, by code that has nothing in common with the
 * program under test (svr4-packaging 2.3).
 *
 *	cutsigned FILE SIGNATURE BYTES
 *		cuts the stream into its signature and the bytes that are signed
 *	cutsigned -p FILE SIGNATURE OUT
 *		puts another signature into the stream
 *
 * Anything that is not as it should be ends with status 1 and a line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define END "\n# end of header\n"

static unsigned char *stream;
static size_t len;

static void
fail(const char *what)
{
	fprintf(stderr, "cutsigned: %s\n", what);
	exit(1);
}

static void
load(const char *path)
{
	FILE *in = fopen(path, "rb");
	long size;

	if (in == NULL || fseek(in, 0, SEEK_END) != 0 ||
	    (size = ftell(in)) <= 0)
		fail("cannot read the stream");
	rewind(in);
	len = (size_t)size;
	stream = malloc(len + 1);
	if (stream == NULL || fread(stream, 1, len, in) != len)
		fail("cannot read the stream");
	fclose(in);
}

static void
save(const char *path, const unsigned char *a, size_t alen,
    const unsigned char *b, size_t blen)
{
	FILE *out = fopen(path, "wb");

	if (out == NULL || fwrite(a, 1, alen, out) != alen ||
	    fwrite(b, 1, blen, out) != blen || fclose(out) != 0)
		fail("cannot write");
}

static size_t
number(size_t at)
{
	char digits[9];

	if (at + 8 > len)
		fail("the archive is cut off");
	memcpy(digits, stream + at, 8);
	digits[8] = '\0';
	return (size_t)strtoul(digits, NULL, 16);
}

static size_t
round_up(size_t n, size_t unit)
{
	return (n + unit - 1) / unit * unit;
}

/* Bytes of the header with its padding. */
static size_t
header_size(void)
{
	size_t i, n = sizeof(END) - 1;

	for (i = 0; i + n <= len; i++)
		if (memcmp(stream + i, END, n) == 0)
			return (i + n) / 512 * 512 + 512;
	fail("no header");
	return 0;
}

static size_t start;         /* of the info archive */
static size_t end;           /* of it, with padding */
static size_t trailer;       /* its last header */
static size_t member, after; /* the signature, from its header */
static size_t text, text_len;

/* Finds all of these. */
static void
walk(void)
{
	size_t at, name_len, size, data;
	const char *name;

	start = at = header_size();
	for (;;) {
		if (at + 110 > len || memcmp(stream + at, "070701", 6) != 0)
			fail("no cpio header in the info archive");
		size = number(at + 54);
		name_len = number(at + 94);
		name = (const char *)stream + at + 110;
		data = start + round_up(at + 110 + name_len - start, 4);
		if (data + size > len || name[name_len - 1] != '\0')
			fail("the archive is cut off");
		trailer = at;
		at = start + round_up(data + size - start, 4);
		if (strcmp(name, "TRAILER!!!") == 0)
			break;
		if (text != 0)
			fail("the signature is not the last member");
		if (strcmp(name, "signature") == 0) {
			member = trailer;
			after = at;
			text = data;
			text_len = size;
		}
	}
	end = start + round_up(at - start, 512);
}

static void
add(FILE *out, const void *data, size_t n)
{
	if (fwrite(data, 1, n, out) != n)
		fail("cannot write");
}

static void
add_zeros(FILE *out, size_t unit)
{
	while ((size_t)ftell(out) % unit != 0)
		add(out, "", 1);
}

static void
put(const char *signature, const char *path)
{
	FILE *in = fopen(signature, "rb"), *out = fopen(path, "wb");
	size_t n;
	long size;
	char header[128], data[4096];

	if (in == NULL || out == NULL || fseek(in, 0, SEEK_END) != 0 ||
	    (size = ftell(in)) < 0)
		fail("cannot open");
	rewind(in);
	if (text == 0)
		member = after = trailer;
	add(out, stream, member);
	snprintf(header, sizeof(header),
	    "07070100000063000081a400000000000000000000000100000000%08lx"
	    "000000000000000000000000000000000000000a00000000signature",
	    (unsigned long)size);
	add(out, header, strlen(header) + 1);
	add_zeros(out, 4);
	while ((n = fread(data, 1, sizeof(data), in)) > 0)
		add(out, data, n);
	add_zeros(out, 4);
	add(out, stream + trailer, 110 + 11);
	add_zeros(out, 512);
	add(out, stream + end, len - end);
	if (fclose(in) != 0 || fclose(out) != 0)
		fail("cannot write");
}

int
main(int argc, char **argv)
{
	int puts = argc == 5 && strcmp(argv[1], "-p") == 0;

	if (argc != 4 && !puts)
		fail("usage: cutsigned [-p] FILE SIGNATURE BYTES|OUT");
	argv += puts;
	load(argv[1]);
	walk();
	if (puts) {
		put(argv[2], argv[3]);
		return 0;
	}
	if (text == 0)
		fail("no signature");
	save(argv[2], stream + text, text_len, stream, 0);
	save(argv[3], stream, start, stream + end, len - end);
	return 0;
}
