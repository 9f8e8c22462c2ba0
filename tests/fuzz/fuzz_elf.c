/*
 * ELF headers: texts that are found end within the file.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "model/elf.h"

static void
check_text(const char *text, const uint8_t *data, size_t size)
{
	const char *begin = (const char *)data;

	if (text != NULL &&
	    (text < begin || text >= begin + size ||
		memchr(text, '\0', size - (size_t)(text - begin)) == NULL))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct elf e;
	size_t i;

	if (!elf_read(&e, data, size))
		return 0;
	check_text(e.soname, data, size);
	check_text(e.run_path, data, size);
	for (i = 0; i < e.nneeded; i++)
		check_text(e.needed[i], data, size);
	elf_processor(&e);
	elf_is_foreign(&e);
	return 0;
}
