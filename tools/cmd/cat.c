/*
 * cat: the contents of objects.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/verbs.h"
#include "inspect/filter.h"
#include "os/file.h"

#define CHUNK (256u * 1024)

struct options {
	struct common common;
	struct strings packages;
};

static const struct opt options[] = {
    OPT_PKG(struct options, packages),
    OPTS_COMMON(struct options),
};

/* False when nobody takes the data, or it could not be read. */
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

static void
print_objects(
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

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct filter f = {.npatterns = 0};
	struct diag d = DIAG_INIT;
	struct package_reader *s;
	bool *picked;
	size_t i;

	if (argc < 2)
		return usage_error(&verb_cat,
		    "a package and the name of an object are needed");
	f.patterns = (const char *const *)argv + 1;
	f.npatterns = (size_t)argc - 1;
	filter_begin(&f);
	s = reader_open(argv[0], &d);
	picked = s == NULL
	    ? NULL
	    : filter_packages(s, o->packages.v, o->packages.n, &d);
	for (i = 0; picked != NULL && i < reader_count(s); i++)
		if (picked[i])
			print_objects(s, i, &f, &d);
	if (picked != NULL && diag_status(&d) == STATUS_OK)
		filter_report(&f, reader_name(s), &d);
	free(picked);
	reader_close(s);
	filter_free(&f);
	return print_findings(&d, &o->common);
}

const struct verb verb_cat = {
    .name = "cat",
    .synopsis = "[options] FILE|DIRECTORY|- PATTERN...",
    .summary = "print files of a package",
    .text = "Prints the contents of the objects that match, in the order in "
	    "which the package\n"
	    "has them.  pkginfo, pkgmap and install/NAME are objects too.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
