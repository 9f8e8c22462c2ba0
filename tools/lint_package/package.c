#include <stdlib.h>

#include "base/mem.h"
#include "lint_package/checks.h"
#include "lint_package/package.h"

/* A package of the source, and the names that it has in findings. */
struct work {
	struct lint_package checks;
	char *map, *pkginfo;
};

static ssize_t
read_member(void *ctx, void *data, size_t len)
{
	return reader_read(ctx, data, len);
}

static void
begin(struct work *w, struct lint_findings *f, struct package_reader *s,
    const struct package *p)
{
	w->map = reader_label(s, p, "pkgmap");
	w->pkginfo = reader_label(s, p, "pkginfo");
	lint_objects_begin(
	    &w->checks, f, p->info, &p->map->objects, w->map, w->pkginfo);
	if (p->nparts > 1)
		lint_add(f, w->map, 1, 1, "several-parts", NULL);
}

static void
end(struct work *w)
{
	lint_objects_end(&w->checks);
	free(w->map);
	free(w->pkginfo);
}

void
lint_check_package(struct lint_findings *f, struct package_reader *s)
{
	size_t n = reader_count(s), i;
	struct work *packages = xcalloc(n + 1, sizeof(*packages));
	struct member m;
	char *label;

	reader_decode(s);
	for (i = 0; i < n; i++)
		begin(&packages[i], f, s, reader_package(s, i));
	if (n > 1)
		lint_add(f, reader_name(s), 0, 0, "several-packages", NULL);
	while (reader_next(s, &m)) {
		if (m.object == NULL || m.size == 0)
			continue;
		label = reader_label(s, reader_package(s, m.package), m.name);
		lint_objects_file(&packages[m.package].checks, m.object, label,
		    read_member, s);
		free(label);
	}
	for (i = 0; i < n; i++)
		end(&packages[i]);
	free(packages);
}
