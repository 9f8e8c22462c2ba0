#include <stdlib.h>

#include "base/mem.h"
#include "cmd/pick.h"

bool *
pick_packages(
    const struct package_reader *s, const struct strings *names, struct diag *d)
{
	bool *picked = xcalloc(reader_count(s) + 1, sizeof(*picked));
	bool ok = true;
	ssize_t index;
	size_t i;

	for (i = 0; i < reader_count(s); i++)
		picked[i] = names->n == 0;
	for (i = 0; i < names->n; i++) {
		index = reader_find(s, names->v[i]);
		if (index >= 0) {
			picked[index] = true;
			continue;
		}
		diag_error(d, reader_name(s), 0, NULL, "holds no package `%s'",
		    names->v[i]);
		ok = false;
	}
	if (ok)
		return picked;
	free(picked);
	return NULL;
}

bool
pick_is_single(const struct package_reader *s, const bool *picked)
{
	size_t i, n = 0;

	for (i = 0; i < reader_count(s); i++)
		n += picked[i];
	return n <= 1;
}
