/*
 * lint on a script: the checks take any tree, and name lines that are there.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lint/lint.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lint_findings f = LINT_FINDINGS_INIT;
	size_t i, lines = 1;

	if (size == 0)
		return 0;
	for (i = 0; i < size; i++)
		lines += data[i] == '\n';
	/* the first byte says for what the script is */
	lint_check_script(&f, "script", (const char *)data + 1, size - 1,
	    (enum lint_script)(data[0] % (LINT_PROGRAM + 1)));
	for (i = 0; i < f.n; i++)
		if (f.v[i].line > lines)
			abort();
	lint_findings_free(&f);
	return 0;
}
