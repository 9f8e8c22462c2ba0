#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "inputs.h"
#include "stream/cpio.h"
#include "stream/header.h"

#define DEPTH 60 /* directories above a deep object */

/* A number below n, each one once for i from 0 to n - 1 (n < 2^31). */
static unsigned
shuffle(unsigned i, unsigned n)
{
	unsigned step = 7919; /* a prime */

	return n % step == 0 ? i : (unsigned)((uint64_t)i * step % n);
}

void
make_pkgmap(struct buf *out, unsigned n)
{
	unsigned i, k;

	buf_str(out, ": 1 100\n1 i pkginfo 5 5 5\n");
	for (i = 0; i < n; i++) {
		k = shuffle(i, n);
		buf_printf(
		    out, "1 f none data/%07u 0644 o%u g%u 1 1 1\n", k, k, k);
	}
}

/* A directory that agrees with itself, but for its owners. */
void
make_one_path(struct buf *out, unsigned n)
{
	unsigned i;

	buf_str(out, ": 1 100\n");
	for (i = 0; i < n; i++)
		buf_printf(out, "1 d none data 0755 o%u g%u\n", i, i);
}

void
make_contents(struct buf *out, unsigned n)
{
	unsigned i, k;

	for (i = 0; i < n; i++) {
		k = shuffle(i, n);
		buf_printf(out,
		    "/opt/%07u f none 0644 o%u bin 1 1 1 PKG%u *ACME:c%u\n", k,
		    k, k, k);
	}
}

/* As many owners as a line can hold. */
void
make_owners(struct buf *out, unsigned n)
{
	const unsigned each = 500;
	unsigned i;

	for (i = 0; i < n; i++) {
		if (i % each == 0)
			buf_printf(out, "%s/opt/%u d none 0755 root bin",
			    i > 0 ? "\n" : "", i);
		buf_printf(out, " PKG%u", shuffle(i, n));
	}
	buf_char(out, '\n');
}

void
make_params(struct buf *out, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		buf_printf(out, "P%u=value %u\n", shuffle(i, n), i);
}

void
make_depend(struct buf *out, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		buf_printf(out, "P ACME%u a name\n\t(sparc)1.%u\n", i, i);
}

void
make_versions(struct buf *out, unsigned n)
{
	unsigned i;

	buf_str(out, "P ACME a name\n");
	for (i = 0; i < n; i++)
		buf_printf(out, "\t(sparc)1.%u\n", i);
}

void
make_space(struct buf *out, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		buf_printf(out, "/opt/%u 100 10\n", shuffle(i, n));
}

void
make_installf(struct buf *out, unsigned n)
{
	unsigned i, k;

	for (i = 0; i < n; i++) {
		k = shuffle(i, n);
		buf_printf(out, "/opt/%07u f 0644 o%u bin\n", k, k);
	}
}

void
make_prototype(struct buf *out, unsigned n)
{
	unsigned i, k;

	buf_str(out, "i pkginfo\n!default 0644 root bin\n");
	for (i = 0; i < n; i++) {
		k = shuffle(i, n);
		buf_printf(out, "f none data/%07u=/dev/null\n", k);
		buf_printf(out, "f c%u etc/%07u=a 0644 o%u bin\n", k, k, k);
	}
}

void
make_scopes(struct buf *out, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		buf_printf(out,
		    "!search a%u b c d\n!default 0644 o%u bin\nf none f%u\n", i,
		    i, i);
}

void
make_manifest(struct buf *out, unsigned n)
{
	unsigned i;

	buf_str(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<manifest xmlns=\"urn:pkgstream:manifest:1\" languages=\"en\">\n"
	    "<sources prototype=\"pkgproto\" pkginfo=\"pkginfo\"/>\n"
	    "<payload name=\"x.tar\"/>\n"
	    "<product name=\"x\" version=\"1\" vendor=\"x\"/>\n"
	    "<build number=\"1\" date=\"2005-05-11\"/>\n<files>\n");
	for (i = 0; i < n; i++)
		buf_printf(out,
		    "<file path=\"d/%07u\" date=\"2005-02-10\">"
		    "<purpose xml:lang=\"en\">x</purpose></file>\n",
		    shuffle(i, n));
	buf_str(out, "</files>\n</manifest>\n");
}

void
make_lines(struct buf *out, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		buf_printf(out, "line %u\n", i);
}

/* The parts of a package on their way into a stream. */
struct texts {
	struct buf info, map;
};

static void
add_member(struct buf *out, const char *name, const char *data, size_t len)
{
	const struct cpio_header h = cpio_file_header(1, 0100644, 5, len);

	cpio_print(&h, name, out);
	buf_add(out, data, len);
	buf_zero(out, cpio_padding(len, CPIO_ALIGN));
}

static void
end_archive(struct buf *out, size_t start)
{
	cpio_print_trailer(out);
	buf_zero(out, cpio_padding(out->len - start, CPIO_RECORD));
}

static void
add_text(struct buf *out, const char *directory, const char *file,
    const struct buf *text)
{
	char *name = xasprintf("%s%s", directory, file);

	add_member(out, name, buf_text(text), text->len);
	free(name);
}

/* The stream of one package; what is empty is not in its parts. */
static void
make_stream(struct buf *out, const struct texts *t, const struct buf *members)
{
	struct header header = HEADER_INIT;
	size_t start;

	header_add(&header, "ACME", 1, 100);
	header_make(&header, out);
	header_free(&header);
	start = out->len;
	add_text(out, "ACME/", "pkginfo", &t->info);
	add_text(out, "ACME/", "pkgmap", &t->map);
	end_archive(out, start);
	start = out->len;
	add_text(out, "", "pkginfo", &t->info);
	add_text(out, "", "pkgmap", &t->map);
	buf_add(out, buf_text(members), members->len);
	end_archive(out, start);
}

static void
make_info(struct buf *out, unsigned number)
{
	char digits[16] = "";

	if (number > 0)
		(void)snprintf(digits, sizeof(digits), "%u", number);
	buf_printf(out,
	    "PKG=ACME%s\nNAME=x\nARCH=all\nVERSION=1\nCATEGORY=system\n"
	    "BASEDIR=/opt\n",
	    digits);
}

static void
free_all(struct texts *t, struct buf *members)
{
	buf_free(&t->info);
	buf_free(&t->map);
	buf_free(members);
}

void
make_members(struct buf *out, unsigned n)
{
	struct texts t = {BUF_INIT, BUF_INIT};
	struct buf members = BUF_INIT;
	char *name;
	unsigned i;

	make_info(&t.info, 0);
	make_pkgmap(&t.map, n);
	for (i = 0; i < n; i++) {
		name = xasprintf("reloc/data/%07u", i);
		add_member(&members, name, "x", 1);
		free(name);
	}
	make_stream(out, &t, &members);
	free_all(&t, &members);
}

void
make_classes(struct buf *out, unsigned n)
{
	struct texts t = {BUF_INIT, BUF_INIT};
	struct buf members = BUF_INIT;
	unsigned i;

	make_info(&t.info, 0);
	buf_str(&t.info, "CLASSES=none");
	buf_str(&t.map, ": 1 100\n");
	for (i = 0; i < n; i++) {
		buf_printf(&t.info, " c%u", i);
		buf_printf(&t.map, "1 s c%u l%u=target\n", shuffle(i, n), i);
	}
	buf_char(&t.info, '\n');
	make_stream(out, &t, &members);
	free_all(&t, &members);
}

void
make_deep(struct buf *out, unsigned n)
{
	struct texts t = {BUF_INIT, BUF_INIT};
	struct buf members = BUF_INIT;
	unsigned i, depth;

	make_info(&t.info, 0);
	buf_str(&t.map, ": 1 100\n");
	for (i = 0; i < n; i++) {
		buf_str(&t.map, "1 d none ");
		for (depth = 0; depth < DEPTH; depth++)
			buf_printf(&t.map, "%u/", shuffle(i, n) >> depth);
		buf_printf(&t.map, "%u 0755 root bin\n", i);
	}
	make_stream(out, &t, &members);
	free_all(&t, &members);
}

void
make_packages(struct buf *out, unsigned n)
{
	struct header header = HEADER_INIT;
	struct buf info = BUF_INIT, map = BUF_INIT;
	char *name;
	unsigned i;
	size_t start;

	buf_str(&map, ": 1 2\n1 i pkginfo 5 5 5\n");
	for (i = 1; i <= n; i++) {
		name = xasprintf("ACME%u", i);
		header_add(&header, name, 1, 2);
		free(name);
	}
	header_make(&header, out);
	header_free(&header);
	start = out->len;
	for (i = 0; i < n; i++) {
		info.len = 0;
		make_info(&info, shuffle(i, n) + 1);
		name = xasprintf("ACME%u/", shuffle(i, n) + 1);
		add_text(out, name, "pkginfo", &info);
		add_text(out, name, "pkgmap", &map);
		free(name);
	}
	end_archive(out, start);
	for (i = 1; i <= n; i++) {
		info.len = 0;
		make_info(&info, i);
		start = out->len;
		add_text(out, "", "pkginfo", &info);
		add_text(out, "", "pkgmap", &map);
		end_archive(out, start);
	}
	buf_free(&info);
	buf_free(&map);
}
