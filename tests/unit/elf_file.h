/*
 * Makes small files in ELF, of either width and byte order.
 */
#ifndef TESTS_ELF_FILE_H
#define TESTS_ELF_FILE_H

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"

struct elf_file {
	bool big, wide;
	unsigned type, machine, os; /* 2 a program, 3 a library */
	unsigned abi_tag;           /* 1 and the system of it; 0: no note */
	bool text_relocation;
	const char *interpreter, *soname, *run_path, *section; /* or NULL */
	const char *needed[4];
};

/* Appends a number of n bytes. */
static inline void
elf_number(const struct elf_file *e, struct buf *out, unsigned n, size_t value)
{
	unsigned i;

	for (i = 0; i < n; i++)
		buf_char(out, (char)(value >> 8 * (e->big ? n - 1 - i : i)));
}

static inline void
elf_word(const struct elf_file *e, struct buf *out, size_t value)
{
	elf_number(e, out, e->wide ? 8 : 4, value);
}

/* Adds a text and its NUL to a string table; its offset. */
static inline size_t
elf_string(struct buf *strings, const char *text)
{
	size_t at = strings->len;

	buf_add(strings, text, strlen(text) + 1);
	return at;
}

static inline void
elf_dynamic(const struct elf_file *e, struct buf *out, struct buf *strings)
{
	size_t i;

	for (i = 0; i < 4; i++)
		if (e->needed[i] != NULL) {
			elf_word(e, out, 1);
			elf_word(e, out, elf_string(strings, e->needed[i]));
		}
	if (e->soname != NULL) {
		elf_word(e, out, 14);
		elf_word(e, out, elf_string(strings, e->soname));
	}
	if (e->run_path != NULL) {
		elf_word(e, out, 29);
		elf_word(e, out, elf_string(strings, e->run_path));
	}
	if (e->text_relocation) {
		elf_word(e, out, 22);
		elf_word(e, out, 0);
	}
	elf_word(e, out, 0);
	elf_word(e, out, 0);
}

static inline void
elf_section(const struct elf_file *e, struct buf *out, size_t name, size_t type,
    size_t offset, size_t size, size_t link)
{
	elf_number(e, out, 4, name);
	elf_number(e, out, 4, type);
	elf_word(e, out, 0);
	elf_word(e, out, 0);
	elf_word(e, out, offset);
	elf_word(e, out, size);
	elf_number(e, out, 4, link);
	elf_number(e, out, 4, 0);
	elf_word(e, out, 0);
	elf_word(e, out, 0);
}

static inline void
elf_header(const struct elf_file *e, struct buf *out, size_t sections)
{
	buf_str(out, "\177ELF");
	buf_char(out, e->wide ? 2 : 1);
	buf_char(out, e->big ? 2 : 1);
	buf_char(out, 1);
	buf_char(out, (char)e->os);
	buf_zero(out, 8);
	elf_number(e, out, 2, e->type);
	elf_number(e, out, 2, e->machine);
	elf_number(e, out, 4, 1);
	elf_word(e, out, 0);
	elf_word(e, out, e->wide ? 64 : 52);
	elf_word(e, out, sections);
	elf_number(e, out, 4, 0);
	elf_number(e, out, 2, e->wide ? 64 : 52);
	elf_number(e, out, 2, e->wide ? 56 : 32);
	elf_number(e, out, 2, e->interpreter != NULL);
	elf_number(e, out, 2, e->wide ? 64 : 40);
	elf_number(e, out, 2, 4);
	elf_number(e, out, 2, 1);
}

/* The program header of an interpreter, whose name stands at offset. */
static inline void
elf_segment(const struct elf_file *e, struct buf *out, size_t offset)
{
	elf_number(e, out, 4, 3);
	elf_number(e, out, 4, e->wide ? 0 : offset);
	if (e->wide)
		elf_word(e, out, offset);
	buf_zero(out, e->wide ? 40 : 24);
}

/* Appends to an empty buffer; sections: none, strings, dynamic, another. */
static inline void
elf_file_make(const struct elf_file *e, struct buf *out)
{
	struct buf strings = BUF_INIT, dynamic = BUF_INIT, note = BUF_INIT;
	size_t head = (e->wide ? 64u : 52u) + (e->wide ? 56u : 32u);
	size_t name, interpreter, at;

	buf_char(&strings, '\0');
	name = elf_string(&strings,
	    e->abi_tag > 0           ? ".note.ABI-tag"
		: e->section != NULL ? e->section
				     : ".text");
	interpreter = elf_string(
	    &strings, e->interpreter == NULL ? "" : e->interpreter);
	elf_dynamic(e, &dynamic, &strings);
	elf_number(e, &note, 4, 4);
	elf_number(e, &note, 4, 16);
	elf_number(e, &note, 4, 1);
	buf_add(&note, "GNU", 4);
	elf_number(e, &note, 4, e->abi_tag == 0 ? 0 : e->abi_tag - 1);
	buf_zero(&note, 12);
	at = head + strings.len + dynamic.len + note.len;
	elf_header(e, out, at);
	elf_segment(e, out, head + interpreter);
	buf_add(out, strings.data, strings.len);
	buf_add(out, dynamic.data, dynamic.len);
	buf_add(out, note.data, note.len);
	elf_section(e, out, 0, 0, 0, 0, 0);
	elf_section(e, out, 0, 3, head, strings.len, 0);
	elf_section(e, out, 0, 6, head + strings.len, dynamic.len, 1);
	elf_section(
	    e, out, name, e->abi_tag > 0 ? 7 : 1, at - note.len, note.len, 0);
	buf_free(&strings);
	buf_free(&dynamic);
	buf_free(&note);
}

#endif
