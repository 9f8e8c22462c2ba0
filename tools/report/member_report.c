#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/file.h"
#include "report/member_report.h"

#define CHUNK (256u * 1024)

/* False after a finding: the member cannot be read, or the output written. */
static bool
print_member(struct package_reader *s, struct diag *d)
{
	char *chunk = xmalloc(CHUNK);
	bool ok = true;
	ssize_t n;

	while (ok && (n = reader_read(s, chunk, CHUNK)) > 0)
		if (!file_write_full(STDOUT_FILENO, chunk, (size_t)n)) {
			diag_system(d, "standard output", "cannot write");
			ok = false;
		}
	free(chunk);
	return ok && n == 0;
}

void
members_print(
    struct package_reader *s, size_t package, struct filter *f, struct diag *d)
{
	bool map = filter_match_pkgmap(f);
	struct member m;
	bool ok = true;

	reader_select(s, package);
	while (ok && reader_next(s, &m)) {
		/* pkginfo comes once for each part */
		if (m.object == NULL
			? !map || m.part > 1 || strcmp(m.name, "pkgmap") != 0
			: (m.object->ftype == 'i' && m.part > 1) ||
			    !filter_match(f, m.object))
			continue;
		ok = print_member(s, d);
	}
}
