/*
 * The grammars of nawk and of the older awk: no input may break them, and
 * every place that they name lies in the text.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "syntax/awk_parser.h"

static void
check_place(const struct syntax_place *place, size_t size)
{
	if (place->found &&
	    (place->at > size || strlen(place->text) >= sizeof(place->text)))
		abort();
}

static void
check_all(const struct awk_check *c, size_t size)
{
	check_place(&c->error, size);
	check_place(&c->newer, size);
	check_place(&c->function, size);
	check_place(&c->pattern, size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct awk_check c;

	awk_parse(&c, (const char *)data, size);
	check_all(&c, size);
	awk_parse_old(&c, (const char *)data, size);
	check_all(&c, size);
	return 0;
}
