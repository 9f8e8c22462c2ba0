/*
 * The headers of RPM packages.  The lead, which has nothing but a magic number
 * and a name, is put before the input, and so is a signature without entries:
 * the input is the header itself.
 */
#include <string.h>

#include "fuzz.h"
#include "fuzz_file.h"
#include "fuzz_origin.h"

#define LEAD  96
#define MAGIC "\216\255\350\1\0\0\0\0"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *file = calloc(1, LEAD + 16 + size);

	if (file == NULL)
		return 0;
	memcpy(file, "\355\253\356\333", 4);
	memcpy(file + 10, "name-1-1", 8);
	memcpy(file + LEAD, MAGIC, 8);
	memcpy(file + LEAD + 16, data, size);
	check_origin(fuzz_file(file, LEAD + 16 + size));
	free(file);
	return 0;
}
