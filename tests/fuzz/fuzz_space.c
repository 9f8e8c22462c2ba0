/*
 * The parser of space(4).
 */
#include <stdint.h>
#include <stdlib.h>

#include "fuzz.h"
#include "model/depend.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;
	struct space *s = space_parse((const char *)data, size, "space", &d);
	size_t i;

	if ((s == NULL) != (diag_status(&d) != STATUS_OK))
		abort();
	for (i = 0; s != NULL && i < s->n; i++)
		if (s->v[i].path[0] == '\0' || s->v[i].line == 0)
			abort();
	space_free(s);
	diag_free(&d);
	return 0;
}
