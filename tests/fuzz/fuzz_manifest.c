/*
 * The parser of build manifests: untrusted XML.
 */
#include <stdint.h>
#include <stdlib.h>

#include "fuzz.h"
#include "manifest/manifest.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;
	struct manifest *m;

	m = manifest_parse((const char *)data, size, "manifest.xml", &d);
	if (m == NULL && diag_status(&d) == STATUS_OK)
		abort(); /* refused without a reason */
	manifest_free(m);
	diag_free(&d);
	return 0;
}
