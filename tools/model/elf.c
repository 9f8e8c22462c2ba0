/*
 * A reader of ELF headers; nothing in the file is trusted.
 */
#include <stdint.h>
#include <string.h>

#include "model/elf.h"

#define SECTIONS_MAX    4096
#define DYNAMIC_MAX     65536 /* entries of the dynamic section */
#define STRING_MAX      4095  /* bytes; longer ones are passed over */

#define PT_INTERP       3u
#define SHT_DYNAMIC     6u
#define SHT_NOTE        7u
#define DT_NEEDED       1u
#define DT_SONAME       14u
#define DT_RPATH        15u
#define DT_TEXTREL      22u
#define DT_RUNPATH      29u
#define DT_FLAGS        30u
#define DF_TEXTREL      4u
#define ET_DYN          3u
#define ABI_TAG_SOLARIS 2u /* in .note.ABI-tag; 0 Linux, 1 Hurd, 3 FreeBSD */

struct file {
	const unsigned char *data;
	size_t len;
	bool big, wide; /* byte order; 64 bits */
};

struct section {
	uint64_t name, type, offset, size, link;
};

/* A number of n bytes; 0 when it lies outside. */
static uint64_t
number(const struct file *f, uint64_t at, unsigned n)
{
	uint64_t value = 0;
	unsigned i;

	if (at > f->len || f->len - at < n)
		return 0;
	for (i = 0; i < n; i++)
		value = value << 8 | f->data[at + (f->big ? i : n - 1 - i)];
	return value;
}

/* An address or offset. */
static uint64_t
word(const struct file *f, uint64_t at)
{
	return number(f, at, f->wide ? 8 : 4);
}

/* The string at an offset, or NULL when it does not end within the file. */
static const char *
string(const struct file *f, uint64_t at)
{
	size_t left = at >= f->len ? 0 : f->len - (size_t)at;

	if (left > STRING_MAX)
		left = STRING_MAX + 1;
	if (left == 0 || memchr(f->data + at, '\0', left) == NULL)
		return NULL;
	return (const char *)f->data + at;
}

static bool
is_within(const struct file *f, uint64_t offset, uint64_t size)
{
	return offset <= f->len && size <= f->len - offset;
}

static bool
section(const struct file *f, uint64_t index, struct section *s)
{
	uint64_t table = word(f, f->wide ? 40 : 32);
	uint64_t each = number(f, f->wide ? 58 : 46, 2);
	uint64_t count = number(f, f->wide ? 60 : 48, 2), at;

	if (index >= count || index >= SECTIONS_MAX || table > f->len)
		return false;
	at = table + index * each;
	s->name = number(f, at, 4);
	s->type = number(f, at + 4, 4);
	s->offset = word(f, at + (f->wide ? 24 : 16));
	s->size = word(f, at + (f->wide ? 32 : 20));
	s->link = number(f, at + (f->wide ? 40 : 24), 4);
	return is_within(f, at, f->wide ? 64 : 40);
}

/* Does only Linux have a library of this name? */
static bool
is_linux_library(const char *name)
{
	static const char *const names[] = {"libc.so.6", "libm.so.6",
	    "libpthread.so.0", "libdl.so.2", "libc.musl-", "ld-linux",
	    "ld-musl"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(name, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static void
read_dynamic(struct elf *e, const struct file *f, const struct section *s)
{
	unsigned n = f->wide ? 8 : 4, count;
	struct section strings;
	uint64_t at = s->offset, tag, value;
	const char *text;

	if (!is_within(f, s->offset, s->size) ||
	    !section(f, s->link, &strings) || strings.offset > f->len)
		return;
	for (count = 0;
	     count < DYNAMIC_MAX && at + 2 * n <= s->offset + s->size;
	     count++, at += 2 * n) {
		tag = word(f, at);
		value = word(f, at + n);
		if (tag == 0)
			return;
		if (tag == DT_TEXTREL ||
		    (tag == DT_FLAGS && (value & DF_TEXTREL) != 0))
			e->has_text_relocation = true;
		text = value > f->len ? NULL
				      : string(f, strings.offset + value);
		if (text == NULL)
			continue;
		if (tag == DT_NEEDED && is_linux_library(text))
			e->is_linux = true;
		if (tag == DT_NEEDED && e->nneeded < ELF_STRINGS_MAX)
			e->needed[e->nneeded++] = text;
		else if (tag == DT_SONAME)
			e->soname = text;
		else if (tag == DT_RPATH || tag == DT_RUNPATH)
			e->run_path = text;
	}
}

/* A note `GNU' of type 1, whose first word is a number for the system. */
static bool
is_solaris_note(const struct file *f, const struct section *s)
{
	return s->size >= 20 && is_within(f, s->offset, s->size) &&
	    number(f, s->offset, 4) == 4 && number(f, s->offset + 8, 4) == 1 &&
	    number(f, s->offset + 16, 4) == ABI_TAG_SOLARIS;
}

static void
read_section(struct elf *e, const struct file *f, const struct section *s,
    const struct section *names)
{
	const char *name = s->name > f->len
	    ? NULL
	    : string(f, names->offset + s->name);

	if (s->type == SHT_DYNAMIC && !e->is_dynamic) {
		e->is_dynamic = true;
		read_dynamic(e, f, s);
	}
	if (name == NULL)
		return;
	if (strncmp(name, ".debug_", 7) == 0 ||
	    strncmp(name, ".zdebug_", 8) == 0 || strcmp(name, ".stab") == 0)
		e->has_debug = true;
	if (strcmp(name, ".note.ABI-tag") == 0 && s->type == SHT_NOTE &&
	    !is_solaris_note(f, s))
		e->is_linux = true;
}

static void
read_sections(struct elf *e, const struct file *f)
{
	struct section s, names;
	uint64_t i;

	if (!section(f, number(f, f->wide ? 62 : 50, 2), &names) ||
	    names.offset > f->len)
		return;
	for (i = 0; section(f, i, &s); i++)
		read_section(e, f, &s, &names);
}

/* Those of Solaris are called ld.so.1, in some directory. */
static bool
is_foreign_interpreter(const char *name)
{
	return strstr(name, "ld-linux") != NULL ||
	    strstr(name, "ld-musl") != NULL || strstr(name, "ld-elf") != NULL;
}

/* The interpreter of another system. */
static void
read_segments(struct elf *e, const struct file *f)
{
	uint64_t table = word(f, f->wide ? 32 : 28), at, i;
	uint64_t each = number(f, f->wide ? 54 : 42, 2);
	uint64_t count = number(f, f->wide ? 56 : 44, 2);
	const char *name;

	for (i = 0; i < count && table <= f->len; i++) {
		at = table + i * each;
		if (number(f, at, 4) != PT_INTERP)
			continue;
		name = string(f, word(f, at + (f->wide ? 8 : 4)));
		if (name != NULL && is_foreign_interpreter(name))
			e->is_linux = true;
	}
}

bool
elf_read(struct elf *e, const void *data, size_t len)
{
	struct file f = {.data = data, .len = len};

	*e = (struct elf){0};
	if (len < 52 || memcmp(data, "\177ELF", 4) != 0)
		return false;
	f.wide = f.data[4] == 2;
	f.big = f.data[5] == 2;
	if (f.wide && len < 64)
		return false;
	e->class = f.wide ? 64 : 32;
	e->os = f.data[7];
	e->is_library = number(&f, 16, 2) == ET_DYN;
	e->machine = (unsigned)number(&f, 18, 2);
	read_segments(e, &f);
	read_sections(e, &f);
	return true;
}

const char *
elf_processor(const struct elf *e)
{
	switch (e->machine) {
	case ELF_SPARC:
	case ELF_SPARC32PLUS:
	case ELF_SPARCV9: return "sparc";
	case ELF_386:
	case ELF_X86_64: return "i386";
	default: return NULL;
	}
}

bool
elf_is_foreign(const struct elf *e)
{
	return e->is_linux || (e->os != ELF_OS_SYSV && e->os != ELF_OS_SOLARIS);
}
