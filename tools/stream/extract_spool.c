/*
 * A package becomes a directory, as pkgtrans(1) makes it: every member under
 * its name, with its own mode and time.
 */
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "stream/cpio.h"
#include "stream/extract_impl.h"

static void
make_directory(struct extract *x, const struct member *m, char *path,
    struct diag *d)
{
	struct attributes a = { .mode = m->mode, .mtime = m->mtime };

	if (below_directory(x->root, path) == -1) {
		extract_cannot(x, path, d);
		free(path);
		return;
	}
	extract_later(x, path, &a);
}

void
extract_spool(struct source *s, size_t package, struct extract *x,
    struct diag *d)
{
	const struct package *p = source_package(s, package);
	bool force = x->force;
	struct attributes a = { .chown = false };
	struct member m;
	unsigned sum;
	char *path;

	source_select(s, package);
	while (source_next(s, &m)) {
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
