/*
 * The parser of admin files.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "model/admin.h"

static void
use(const struct admin *a)
{
	const char *value;
	int key;

	for (key = 0; key < ADMIN_KEYS; key++) {
		value = admin_get(a, (enum admin_key)key);
		if (value == NULL)
			continue;
		if (value[0] == '\0' || strchr(value, '\n') != NULL ||
		    !admin_is(a, (enum admin_key)key, value))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;
	struct admin *a = admin_parse((const char *)data, size, "admin", &d);

	if (a != NULL)
		use(a);
	else if (diag_status(&d) == STATUS_OK)
		abort(); /* refused without a reason */
	admin_free(a);
	diag_free(&d);
	return 0;
}
