#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "cycle/cycle.h"
#include "cycle/missing_parents.h"
#include "model/patch_table.h"
#include "os/file.h"
#include "os/safe_dir.h"
#include "stream/package_reader.h"

#define CHUNK (64u * 1024)

struct parent_maker {
	int root;                   /* to see what exists */
	struct safe_dir *safe_root; /* to make directories in it */
	struct path_list *made;
	struct path_list *brought; /* by each package until now, sorted */
	size_t nbrought;
};

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
add_path(struct path_list *all, const char *base, const char *path)
{
	all->v[all->n] = path_join(base, path);
	path_canonize(all->v[all->n++]);
}

/*
 * The sorted pathnames of all objects of a package, and of the directories that
 * the scripts of a patch make.
 */
static struct path_list
object_paths(const struct package *p, const struct patch_table *changes)
{
	const char *base = pkginfo_get(p->info, "BASEDIR");
	const struct objects *list = &p->map->objects;
	size_t i, nchanges = changes == NULL ? 0 : changes->n;
	struct path_list all = {
	    xcalloc(list->n + nchanges + 1, sizeof(char *)), 0};

	if (base == NULL || base[0] != '/')
		base = "/";
	for (i = 0; i < list->n; i++)
		if (list->v[i].ftype != 'i')
			add_path(&all, base, list->v[i].path);
	for (i = 0; i < nchanges; i++)
		if (changes->v[i].kind == PATCH_DIRECTORY &&
		    changes->v[i].action != PATCH_DELETE)
			add_path(&all, base, changes->v[i].path);
	qsort(all.v, all.n, sizeof(char *), compare_paths);
	return all;
}

static bool
is_brought(const struct parent_maker *m, const char *path)
{
	const struct path_list *all;
	size_t i;

	for (i = 0; i < m->nbrought; i++) {
		all = &m->brought[i];
		if (bsearch(&path, all->v, all->n, sizeof(char *),
			compare_paths) != NULL)
			return true;
	}
	return false;
}

/* Makes the directory unless the path exists; false with errno. */
static bool
make_directory(struct parent_maker *m, const char *path)
{
	int fd = file_open_below(m->root, path + 1, O_RDONLY | O_NONBLOCK);

	if (fd != -1) {
		close(fd);
		return true;
	}
	/* there is something else, such as a symbolic link: leave it */
	if (errno != ENOENT)
		return true;
	fd = safe_dir_mkdir(m->safe_root, path + 1);
	if (fd == -1 || fchmod(fd, 0755) == -1)
		return false;
	m->made->v = array_append_room(
	    m->made->v, m->made->n, sizeof(*m->made->v));
	m->made->v[m->made->n++] = xstrdup(path);
	return true;
}

/* Makes the directories above an object until one that a package brings. */
static bool
make_parents_above(struct parent_maker *m, const char *object)
{
	char *path = xstrdup(object), *slash = path;
	bool ok = true;

	while (ok && path[0] == '/' && path_is_safe(path + 1) &&
	    strchr(path, '$') == NULL &&
	    (slash = strchr(slash + 1, '/')) != NULL) {
		*slash = '\0';
		if (is_brought(m, path))
			break;
		ok = make_directory(m, path);
		*slash = '/';
	}
	free(path);
	return ok;
}

static bool
are_in_same_directory(const char *a, const char *b)
{
	size_t len = (size_t)(path_basename(a) - a);

	return strncmp(a, b, len) == 0 && strchr(b + len, '/') == NULL;
}

static bool
make_package_parents(struct parent_maker *m, const struct package *p,
    const struct patch_table *changes)
{
	struct path_list all = object_paths(p, changes);
	size_t i;
	bool ok = true;

	m->brought = array_append_room(
	    m->brought, m->nbrought, sizeof(*m->brought));
	m->brought[m->nbrought++] = all;
	for (i = 0; ok && i < all.n; i++)
		if (i == 0 || !are_in_same_directory(all.v[i - 1], all.v[i]))
			ok = make_parents_above(m, all.v[i]);
	return ok;
}

/* The table of each package that is a patch, else NULL. */
static struct patch_table **
read_tables(struct package_reader *s, struct diag *d)
{
	struct patch_table **tables = xcalloc(
	    reader_count(s) + 1, sizeof(*tables));
	const struct package *p;
	struct buf text = BUF_INIT;
	struct member m;
	size_t i, left = 0;
	ssize_t n;

	for (i = 0; i < reader_count(s); i++) {
		p = reader_package(s, i);
		left += has_patch_table(p->info, &p->map->objects);
	}
	while (left > 0 && reader_next(s, &m)) {
		p = reader_package(s, m.package);
		if (m.object == NULL || tables[m.package] != NULL ||
		    strcmp(m.object->path, PATCH_TABLE) != 0 ||
		    !has_patch_table(p->info, &p->map->objects) ||
		    m.size > PATCH_TABLE_MAX)
			continue;
		text.len = 0;
		while ((n = reader_read(s, buf_room(&text, CHUNK), CHUNK)) > 0)
			text.len += (size_t)n;
		tables[m.package] = patch_table_parse(
		    text.data, text.len, PATCH_TABLE, d);
		left--;
	}
	buf_free(&text);
	return tables;
}

static void
free_tables(struct patch_table **tables, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		patch_table_free(tables[i]);
	free(tables);
}

/* False after a finding. */
static bool
make_source_parents(struct parent_maker *m, const char *root,
    const struct cycle_source *source, struct diag *d)
{
	struct package_reader *s = reader_open(source->path, d);
	struct patch_table **tables = s == NULL ? NULL : read_tables(s, d);
	bool ok = s != NULL;
	ssize_t found;
	size_t i;

	for (i = 0; ok && i < source->nnames; i++) {
		found = reader_find(s, source->names[i]);
		if (found < 0 ||
		    make_package_parents(
			m, reader_package(s, (size_t)found), tables[found]))
			continue;
		diag_system(d, root, "cannot make a directory");
		ok = false;
	}
	if (tables != NULL)
		free_tables(tables, reader_count(s));
	reader_close(s);
	return ok;
}

bool
make_missing_parents(const char *root, const struct cycle_source *sources,
    size_t n, struct path_list *made, struct diag *d)
{
	struct parent_maker m = {.made = made};
	bool ok;
	size_t i;

	m.root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	m.safe_root = m.root == -1 ? NULL : safe_dir_open(root);
	ok = m.safe_root != NULL;
	if (!ok)
		diag_system(d, root, "cannot open");
	for (i = 0; ok && i < n; i++)
		ok = make_source_parents(&m, root, &sources[i], d);
	for (i = 0; i < m.nbrought; i++)
		path_list_free(&m.brought[i]);
	free(m.brought);
	safe_dir_close(m.safe_root);
	if (m.root != -1)
		close(m.root);
	return ok;
}

void
path_list_free(struct path_list *p)
{
	while (p->n > 0)
		free(p->v[--p->n]);
	free(p->v);
	*p = (struct path_list){NULL, 0};
}
