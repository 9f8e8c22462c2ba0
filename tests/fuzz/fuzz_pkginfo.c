/*
 * The parser and the rules of pkginfo files.
 */
#include <stdint.h>
#include <stdlib.h>

#include "fuzz.h"
#include "model/pkginfo.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;
	struct buf out = BUF_INIT;
	struct pkginfo *info, *again;

	info = pkginfo_parse((const char *)data, size, "pkginfo", &d);
	if (info != NULL) {
		pkginfo_check(info, "pkginfo", &d);
		pkginfo_write(info, &out);
		again = pkginfo_parse(buf_text(&out), out.len, "pkginfo", &d);
		pkginfo_free(again);
	} else if (diag_status(&d) == STATUS_OK)
		abort(); /* refused without a reason */
	pkginfo_free(info);
	buf_free(&out);
	diag_free(&d);
	return 0;
}
