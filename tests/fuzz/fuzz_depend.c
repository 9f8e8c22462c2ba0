/*
 * depend(4) and compver(4): the parsers, and the comparison of versions.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "model/depend.h"

static void
check_dependency(const struct dependency *e, bool strict)
{
	size_t i;

	if (e->package[0] == '\0' || e->name == NULL || e->line == 0 ||
	    (strict && strchr("PIR", e->type) == NULL))
		abort();
	for (i = 0; i < e->nversions; i++)
		if (e->versions[i].version != NULL &&
		    !version_equal(
			e->versions[i].version, e->versions[i].version))
			abort();
}

static void
parse_depend(const char *text, size_t len, bool strict)
{
	struct diag d = DIAG_INIT;
	struct depend *dep = depend_parse(text, len, "depend", strict, &d);
	size_t i;

	if ((dep == NULL) != (diag_status(&d) != STATUS_OK))
		abort();
	for (i = 0; dep != NULL && i < dep->n; i++)
		check_dependency(&dep->v[i], strict);
	depend_free(dep);
	diag_free(&d);
}

static void
parse_compver(const char *text, size_t len)
{
	struct diag d = DIAG_INIT;
	struct compver *cv = compver_parse(text, len, "compver", &d);
	size_t i;

	if ((cv == NULL) != (diag_status(&d) != STATUS_OK))
		abort();
	for (i = 1; cv != NULL && i < cv->n; i++)
		if (version_equal(cv->v[i - 1], cv->v[i]) !=
		    version_equal(cv->v[i], cv->v[i - 1]))
			abort();
	compver_free(cv);
	diag_free(&d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	parse_depend((const char *)data, size, true);
	parse_depend((const char *)data, size, false);
	parse_compver((const char *)data, size);
	return 0;
}
