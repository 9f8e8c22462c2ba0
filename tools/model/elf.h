/*
 * The headers of a program or library in ELF: for what machine and system it is,
 * and what it needs.
 */
#ifndef MODEL_ELF_H
#define MODEL_ELF_H

#include <stdbool.h>
#include <stddef.h>

#define ELF_STRINGS_MAX 256 /* of one kind; more are passed over */

/* Machines, and systems (EI_OSABI), as numbers of the gABI. */
enum {
	ELF_SPARC = 2,
	ELF_386 = 3,
	ELF_SPARC32PLUS = 18,
	ELF_SPARCV9 = 43,
	ELF_X86_64 = 62
};
enum { ELF_OS_SYSV = 0, ELF_OS_SOLARIS = 6 };

struct elf {
	unsigned class;   /* 32 or 64 bits */
	unsigned machine; /* e_machine */
	unsigned os;      /* e_ident[EI_OSABI] */
	bool is_linux;    /* by its notes, its interpreter or its libraries */
	bool is_library, is_dynamic;
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

/* Is it for another system than Solaris, as far as the headers tell? */
bool elf_is_foreign(const struct elf *e);

/* The processor as ARCH names it, "sparc" or "i386"; NULL: another. */
const char *elf_processor(const struct elf *e);

#endif
