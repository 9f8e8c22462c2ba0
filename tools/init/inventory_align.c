/*
 * The paths of a tree or archive as those of a package that it is compared
 * with: absolute ones, or below its base directory.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "init/inventory_reader.h"

/* Are all paths of the package absolute? */
static bool
is_absolute(const struct inventory *package)
{
	size_t i, n = 0;

	for (i = 0; i < package->n; i++) {
		if (package->v[i].type == 'i')
			continue;
		if (package->v[i].path[0] != '/')
			return false;
		n++;
	}
	return n > 0;
}

static void
make_absolute(struct inventory *tree)
{
	char *path;
	size_t i;

	for (i = 0; i < tree->n; i++) {
		path = xasprintf("/%s", tree->v[i].path);
		free(tree->v[i].path);
		tree->v[i].path = path;
	}
}

/* Keeps what lies below the directory, and cuts its path off. */
static void
begin_below(
    struct inventory *tree, const char *dir, const char *source, struct diag *d)
{
	size_t i, kept = 0, len = strlen(dir);
	struct inventory_entry *entry;
	char *prefix;

	for (i = 0; i < tree->n; i++) {
		entry = &tree->v[i];
		if (strncmp(entry->path, dir, len) == 0 &&
		    entry->path[len] == '/') {
			memmove(entry->path, entry->path + len + 1,
			    strlen(entry->path + len + 1) + 1);
			tree->v[kept++] = *entry;
			continue;
		}
		/* those above it are no part of what is compared */
		if (entry->type != 'd' ||
		    (strcmp(entry->path, dir) != 0 &&
			strncmp(entry->path, dir, strlen(entry->path)) != 0))
			inventory_leave_out(tree, entry->path, source, d,
			    "it lies outside the base directory /%s", dir);
		inventory_entry_clear(entry);
	}
	tree->n = kept;
	prefix = tree->prefix == NULL ? xstrdup(dir)
				      : path_join(tree->prefix, dir);
	free(tree->prefix);
	tree->prefix = prefix;
}

static void
align(const struct inventory *package, struct inventory *tree,
    const char *source, struct diag *d)
{
	const char *basedir = inventory_parameter(package, "BASEDIR");

	if (is_absolute(package)) {
		make_absolute(tree);
		return;
	}
	if (basedir == NULL)
		return;
	basedir += strspn(basedir, "/");
	if (path_is_safe(basedir) && inventory_has_directory(tree, basedir) &&
	    !inventory_has_directory(package, basedir)) {
		begin_below(tree, basedir, source, d);
		inventory_sort(tree);
	}
}

void
inventory_align(struct inventory *from, const char *from_name,
    struct inventory *to, const char *to_name, struct diag *d)
{
	if (from->info != NULL && to->info == NULL)
		align(from, to, to_name, d);
	else if (from->info == NULL && to->info != NULL)
		align(to, from, from_name, d);
}
