/*
 * What is in the files: enough of each format that tools take them for what
 * they are called, a note that they are stand-ins, and filler.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/path.h"
#include "os/file.h"
#include "standin.h"

#define NOTE "Stand-in made for tests; holds nothing of the product."

/*
 * Filler does not compress; with this share of it the archive is somewhat
 * smaller than the vendor's, whatever version of zlib packs the rest.
 */
#define FILLER_PERMILLE 564
#define PAGE_SIZE       512

struct random {
	uint64_t state;
};

/* Each file at each level has filler of its own (FNV-1a of what it is). */
static struct random
random_for(const char *path, enum level level)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (; *path != '\0'; path++)
		hash = (hash ^ (unsigned char)*path) * UINT64_C(1099511628211);
	return (struct random){hash + (uint64_t)level};
}

/* splitmix64 */
static uint64_t
next_random(struct random *r)
{
	uint64_t z;

	r->state += UINT64_C(0x9e3779b97f4a7c15);
	z = r->state;
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void
add_filler(struct buf *out, struct random *r, size_t len)
{
	uint64_t bits = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		if (i % sizeof(bits) == 0)
			bits = next_random(r);
		buf_char(out, (char)(bits & 0xff));
		bits >>= 8;
	}
}

static void
add_be(struct buf *out, uint32_t value, int bytes)
{
	while (bytes-- > 0)
		buf_char(out, (char)(value >> (8 * bytes) & 0xff));
}

/* A 32-bit SPARC object of one loadable segment: the file itself. */
static void
add_elf_header(struct buf *out, bool program, uint32_t size)
{
	const uint32_t address = program ? 0x10000 : 0;

	buf_add(out, "\177ELF\1\2\1\0\0\0\0\0\0\0\0\0", 16);
	add_be(out, program ? 2 : 3, 2); /* ET_EXEC, ET_DYN */
	add_be(out, 2, 2);               /* EM_SPARC */
	add_be(out, 1, 4);               /* EV_CURRENT */
	add_be(out, program ? address + 84 : 0, 4);
	add_be(out, 52, 4); /* program header */
	add_be(out, 0, 4);  /* no sections */
	add_be(out, 0, 4);
	add_be(out, 52, 2);
	add_be(out, 32, 2);
	add_be(out, 1, 2);
	add_be(out, 40, 2);
	add_be(out, 0, 2);
	add_be(out, 0, 2);
	add_be(out, 1, 4); /* PT_LOAD */
	add_be(out, 0, 4);
	add_be(out, address, 4);
	add_be(out, address, 4);
	add_be(out, size, 4);
	add_be(out, size, 4);
	add_be(out, 5, 4); /* read, execute */
	add_be(out, 0x10000, 4);
}

static void
add_elf(struct buf *out, const struct entry *e, enum level level)
{
	struct random r = random_for(e->path, level);
	/* programs grow */
	size_t size = e->size - (e->size >> 8) * (PATCH3 - (size_t)level);
	struct buf build = BUF_INIT;
	size_t n;

	size &= ~(size_t)3;
	add_elf_header(out, e->kind == PROGRAM, (uint32_t)size);
	buf_printf(out, "\n%s\n@(#)%s\n", NOTE, path_basename(e->path));
	entry_build(e, level, &build);
	if (build.len > 0)
		buf_printf(out, "Build %s\n", buf_text(&build));
	buf_free(&build);
	while (out->len < size) {
		n = size - out->len < PAGE_SIZE ? size - out->len : PAGE_SIZE;
		if (next_random(&r) % 1000 < FILLER_PERMILLE)
			add_filler(out, &r, n);
		else
			buf_zero(out, n);
	}
}

static void
add_page(struct buf *out, const struct entry *e, enum level level)
{
	unsigned i;

	buf_printf(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<html xmlns=\"http://www.w3.org/1999/xhtml\">\n"
	    "<head><title>%s</title></head>\n<body>\n"
	    "<!-- %s -->\n<p>Version 5.1-%u</p>\n",
	    path_basename(e->path), NOTE, levels[level].build);
	for (i = 1; out->len + 40 < e->size; i++)
		buf_printf(out, "<p id=\"p%u\">Stand-in, line %u</p>\n", i, i);
	buf_str(out, "</body>\n</html>\n");
}

static void
add_script(struct buf *out, const struct entry *e, enum level level)
{
	unsigned i;

	buf_printf(out, "// %s\n// %s, 5.1-%u\n", NOTE, path_basename(e->path),
	    levels[level].build);
	for (i = 1; out->len + 50 < e->size; i++)
		buf_printf(
		    out, "function standin%u(a) { return a + %u; }\n", i, i);
}

static void
add_messages(struct buf *out, const struct entry *e, enum level level)
{
	unsigned i;

	buf_printf(out, "# %s\n# 5.1-%u\n", NOTE, levels[level].build);
	for (i = 1000; out->len + 30 < e->size; i++)
		buf_printf(out, "%u\tstand-in message %u\n", i, i);
}

static void
add_mib(struct buf *out, const struct entry *e)
{
	unsigned i;

	buf_printf(out,
	    "-- %s\n\nIMSS50-STANDIN-MIB DEFINITIONS ::= BEGIN\n"
	    "IMPORTS enterprises FROM RFC1155-SMI\n"
	    "        TRAP-TYPE FROM RFC-1215;\n\n"
	    "-- 32473 is the number for examples (RFC 5612)\n"
	    "standin OBJECT IDENTIFIER ::= { enterprises 32473 }\n\n",
	    NOTE);
	for (i = 1; out->len + 110 < e->size; i++)
		buf_printf(out,
		    "standinEvent%u TRAP-TYPE\n"
		    "    ENTERPRISE standin\n"
		    "    DESCRIPTION \"Stand-in event %u\"\n"
		    "    ::= %u\n\n",
		    i, i, i);
	buf_str(out, "END\n");
}

/* One pixel, with a comment. */
static void
add_image(struct buf *out, enum level level)
{
	static const char head[] = "GIF89a\1\0\1\0\200\0\0";
	static const char pixel[] = "\54\0\0\0\0\1\0\1\0\0\2\2\104\1\0\73";
	char note[200];
	int len;

	len = snprintf(
	    note, sizeof(note), "%s 5.1-%u", NOTE, levels[level].build);
	buf_add(out, head, sizeof(head) - 1);
	buf_add(out, "\0\0\0\377\377\377\41\376", 8);
	buf_char(out, (char)len);
	buf_add(out, note, (size_t)len);
	buf_char(out, '\0');
	buf_add(out, pixel, sizeof(pixel) - 1);
}

void
read_template(
    const char *sources, const char *name, unsigned build, struct buf *out)
{
	static const char mark[] = "@BUILD@";
	struct diag d = DIAG_INIT;
	struct buf text = BUF_INIT;
	char *path = path_join(sources, name);
	const char *p, *found;

	if (!file_read(path, 1 << 20, &text, &d)) {
		diag_print(&d, SEVERITY_INFO, stderr);
		exit(STATUS_SYSTEM);
	}
	for (p = buf_text(&text); (found = strstr(p, mark)) != NULL;
	     p = found + sizeof(mark) - 1) {
		buf_add(out, p, (size_t)(found - p));
		buf_printf(out, "%u", build);
	}
	buf_str(out, p);
	buf_free(&text);
	free(path);
}

void
entry_build(const struct entry *e, enum level level, struct buf *out)
{
	unsigned long build;

	if (e->build == NULL)
		return;
	if (e->old != NULL) {
		buf_str(out, level == PATCH3 ? e->build : e->old);
		return;
	}
	build = strtoul(e->build, NULL, 10);
	if (build == levels[PATCH3].build)
		build = levels[level].build;
	else
		build -= levels[level].age;
	buf_printf(out, "5.1-%lu", build);
}

void
entry_contents(const struct entry *e, enum level level, const char *sources,
    struct buf *out)
{
	switch (e->kind) {
	case PROGRAM:
	case LIBRARY: add_elf(out, e, level); break;
	case PAGE: add_page(out, e, level); break;
	case SCRIPT: add_script(out, e, level); break;
	case MESSAGES: add_messages(out, e, level); break;
	case MIB: add_mib(out, e); break;
	case IMAGE: add_image(out, level); break;
	case TEMPLATE:
		read_template(
		    sources, path_basename(e->path), levels[level].build, out);
		break;
	}
}

int64_t
entry_mtime(const struct entry *e, enum level level)
{
	const char *date = level == PATCH3 && e->date != NULL
	    ? e->date
	    : levels[level].date;
	int64_t seconds;

	if (!date_parse(date, &seconds))
		abort();
	return seconds;
}
