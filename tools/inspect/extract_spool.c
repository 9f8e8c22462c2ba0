/*
 * A package becomes a directory, as pkgtrans(1) makes it: every member under
 * its name, with its own mode and time.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/path.h"
#include "inspect/extract_file.h"
#include "stream/cpio.h"

static void
make_directory(
    struct extract *x, const struct member *m, char *path, struct diag *d)
{
	struct attributes a = {.mode = m->mode, .mtime = m->mtime};

	if (safe_dir_mkdir(x->root, path) == -1) {
		extract_report_failure(x, path, d);
		free(path);
		return;
	}
	extract_defer_directory(x, path, &a);
}

void
extract_spool(
    struct package_reader *s, size_t package, struct extract *x, struct diag *d)
{
	const struct package *p = reader_package(s, package);
	bool force = x->force;
	struct attributes a = {.chown = false};
	struct member m;
	unsigned sum;
	char *path;

	reader_select(s, package);
	while (reader_next(s, &m)) {
		/* pkginfo comes with each part, the same one */
		if (m.part > 1 && m.object != NULL && m.object->ftype == 'i')
			x->force = true;
		path = path_join(p->name, m.name);
		if ((m.mode & CPIO_TYPE) == CPIO_DIRECTORY) {
			make_directory(x, &m, path, d);
			continue;
		}
		a.mode = m.mode;
		a.mtime = m.mtime;
		(void)extract_file(s, x, path, &a, &sum, d);
		free(path);
		x->force = force;
	}
}
