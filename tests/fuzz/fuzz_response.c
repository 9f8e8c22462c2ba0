/*
 * The parser of response files: no parameter is there twice, and the last
 * value counts.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "model/pkginfo.h"

static void
check_params(const struct pkginfo *info)
{
	size_t i;

	for (i = 0; i < info->n; i++)
		if (info->v[i].line == 0 || info->v[i].name[0] == '\0' ||
		    strlen(info->v[i].name) > PKGINFO_NAME_MAX ||
		    pkginfo_get(info, info->v[i].name) != info->v[i].value)
			abort();
}

/* What checkinstall appends counts. */
static void
check_appended(const char *text, size_t len)
{
	struct buf b = BUF_INIT;
	struct diag d = DIAG_INIT;
	struct pkginfo *info;
	const char *value;

	buf_add(&b, text, strnlen(text, len));
	buf_str(&b, "\n\nANSWER=last\n");
	info = response_parse(buf_text(&b), b.len, "response", &d);
	value = pkginfo_get(info, "ANSWER");
	if (info->n < PKGINFO_PARAMS_MAX &&
	    (value == NULL || strcmp(value, "last") != 0))
		abort();
	pkginfo_free(info);
	diag_free(&d);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;
	struct pkginfo *info = response_parse(
	    (const char *)data, size, "response", &d);

	check_params(info);
	check_appended((const char *)data, size);
	pkginfo_free(info);
	diag_free(&d);
	return 0;
}
