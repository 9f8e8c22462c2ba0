/*
 * The grammar of sed: no input may break it, and every place that it names
 * lies in the text.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "syntax/sed.h"

static void
check_place(const struct syntax_place *place, size_t size)
{
	if (place->found &&
	    (place->at > size || strlen(place->text) >= sizeof(place->text)))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sed_check c;

	sed_parse(&c, (const char *)data, size);
	check_place(&c.error, size);
	check_place(&c.escape, size);
	check_place(&c.literal, size);
	check_place(&c.label, size);
	check_place(&c.ignored, size);
	return 0;
}
