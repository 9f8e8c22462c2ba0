/*
 * What lint asks of a program or library in ELF.
 */
#ifndef LINT_ELF_H
#define LINT_ELF_H

#include <stdbool.h>
#include <stddef.h>

#define ELF_STRINGS_MAX 256 /* of one kind; more are passed over */

struct elf {
	unsigned class;   /* 32 or 64 bits */
	unsigned machine; /* e_machine */
	unsigned os;      /* e_ident[EI_OSABI] */
	bool is_linux;    /* by its notes or its interpreter */
	bool is_library;
	bool has_debug, has_text_relocation;
	const char *soname, *run_path; /* or NULL */
	const char *needed[ELF_STRINGS_MAX];
	size_t nneeded;
};

/*
 * Reads the headers; strings point into data.  False: it is no ELF file, or its
 * headers lead out of it.
 */
bool elf_read(struct elf *e, const void *data, size_t len);

/* The processor as ARCH names it, "sparc" or "i386"; NULL: another. */
const char *elf_processor(const struct elf *e);

#endif
