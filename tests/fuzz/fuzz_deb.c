/*
 * Debian packages: the members of ar(1), and the control files in one of them.
 */
#include "fuzz.h"
#include "fuzz_file.h"
#include "fuzz_origin.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_origin(fuzz_file(data, size));
	return 0;
}
