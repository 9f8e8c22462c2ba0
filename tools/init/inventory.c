#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "init/inventory_impl.h"
#include "model/object.h"
#include "os/dirlist.h"
#include "os/file.h"
#include "stream/package_reader.h"

#define CHUNK     (256u * 1024)
#define DEPTH_MAX (OBJECT_PATH_MAX / 2 + 1)

static void
clear(struct inventory_entry *item)
{
	free(item->path);
	free(item->target);
}

bool
inventory_add(struct inventory *inv, const struct inventory_entry *item,
    const char *file, struct diag *d)
{
	if (inv->n >= INVENTORY_MAX) {
		diag_error(
		    d, file, 0, NULL, "more than %d files", INVENTORY_MAX);
		free(item->path);
		free(item->target);
		return false;
	}
	if (inv->n == inv->size) {
		inv->size = inv->size == 0 ? 64 : inv->size * 2;
		inv->v = xreallocarray(inv->v, inv->size, sizeof(*inv->v));
	}
	inv->v[inv->n] = *item;
	inv->v[inv->n].order = inv->n;
	inv->n++;
	return true;
}

/* XML has no place for bytes that are not UTF-8; ASCII is on the safe side. */
bool
inventory_check(const char *path, const char *source, struct diag *d)
{
	const char *fault = object_path_fault(path);
	const unsigned char *p = (const unsigned char *)path;

	if (fault == NULL && path[0] == '$')
		fault = "begins like a variable";
	for (; fault == NULL && *p != '\0'; p++)
		if (*p > 126)
			fault = "holds other than ASCII";
	if (fault == NULL)
		return true;
	diag_warn(
	    d, source, 0, NULL, "left out: the path `%s' %s", path, fault);
	return false;
}

void
measure_begin(struct measure *m)
{
	*m = (struct measure){.sha256 = sha256_new()};
}

void
measure_update(struct measure *m, const void *data, size_t len)
{
	sha256_update(m->sha256, data, len);
	m->cksum = cksum_update(m->cksum, data, len);
	m->size += len;
}

void
measure_end(struct measure *m, struct inventory_entry *item)
{
	sha256_final(m->sha256, item->sha256);
	item->cksum = cksum_final(m->cksum, m->size);
	item->size = m->size;
}

static bool
measure_file(
    int fd, struct inventory_entry *item, const char *name, struct diag *d)
{
	char *chunk = xmalloc(CHUNK);
	struct measure m;
	ssize_t n;

	measure_begin(&m);
	while ((n = file_read_full(fd, chunk, CHUNK)) > 0)
		measure_update(&m, chunk, (size_t)n);
	measure_end(&m, item);
	free(chunk);
	if (n < 0)
		diag_system(d, name, "cannot read");
	return n == 0;
}

/* A tree while it is walked. */
struct walk {
	struct inventory *inv;
	const char *name; /* of the tree */
	int root;
	struct diag *d;
};

static bool
add_file(struct walk *w, struct inventory_entry *item)
{
	char *name = path_join(w->name, item->path);
	int fd = file_open_below(w->root, item->path, O_RDONLY | O_NONBLOCK);
	bool ok = fd != -1 && measure_file(fd, item, name, w->d);

	if (fd == -1)
		diag_error(
		    w->d, name, 0, NULL, "cannot open: %s", strerror(errno));
	else
		close(fd);
	free(name);
	return ok;
}

static void
add_link(struct walk *w, struct inventory_entry *item)
{
	char target[OBJECT_PATH_MAX + 1];
	ssize_t n = readlinkat(w->root, item->path, target, sizeof(target) - 1);

	target[n < 0 ? 0 : n] = '\0';
	item->target = xstrdup(target);
}

static bool walk(struct walk *w, const char *dir, int depth);

/* One entry of a directory; takes over path. */
static bool
visit(struct walk *w, char *path, int depth)
{
	struct inventory_entry item = {.path = path};
	struct stat st;
	bool ok = true;

	if (fstatat(w->root, path, &st, AT_SYMLINK_NOFOLLOW) == -1) {
		diag_system(w->d, w->name, "%s: cannot examine", path);
		free(path);
		return false;
	}
	item.mode = (unsigned)st.st_mode & 07777;
	item.mtime = st.st_mtime;
	item.type = S_ISREG(st.st_mode) ? 'f'
	    : S_ISDIR(st.st_mode)       ? 'd'
	    : S_ISLNK(st.st_mode)       ? 's'
					: '?';
	if (item.type == '?')
		diag_warn(w->d, w->name, 0, NULL,
		    "%s: left out, as it is a "
		    "device or the like",
		    path);
	if (item.type == '?' || !inventory_check(path, w->name, w->d)) {
		free(path);
		return true;
	}
	if (item.type == 'f')
		ok = add_file(w, &item);
	else if (item.type == 's')
		add_link(w, &item);
	if (!ok) {
		clear(&item);
		return false;
	}
	return inventory_add(w->inv, &item, w->name, w->d) &&
	    (item.type != 'd' || walk(w, path, depth + 1));
}

static bool
walk(struct walk *w, const char *dir, int depth)
{
	struct dirlist list = DIRLIST_INIT;
	bool ok = false;
	size_t i;
	int fd;

	fd = dir[0] == '\0'
	    ? dup(w->root)
	    : file_open_below(w->root, dir, O_RDONLY | O_DIRECTORY);
	if (depth > DEPTH_MAX)
		errno = ENAMETOOLONG;
	else if (fd != -1)
		ok = dirlist_read(&list, fd);
	if (!ok)
		diag_system(w->d, w->name, "%s: cannot read", dir);
	for (i = 0; ok && i < list.n; i++)
		ok = visit(w,
		    dir[0] == '\0' ? xstrdup(list.v[i])
				   : path_join(dir, list.v[i]),
		    depth);
	dirlist_free(&list);
	return ok;
}

static bool
read_tree(struct inventory *inv, const char *path, struct diag *d)
{
	struct walk w = {.inv = inv, .name = path, .d = d};
	bool ok;

	w.root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w.root == -1) {
		diag_error(
		    d, path, 0, NULL, "cannot open: %s", strerror(errno));
		return false;
	}
	ok = walk(&w, "", 0);
	close(w.root);
	return ok;
}

static bool
measure_member(struct package_reader *s, struct inventory_entry *item)
{
	char *chunk = xmalloc(CHUNK);
	struct measure m;
	ssize_t n;

	measure_begin(&m);
	while ((n = reader_read(s, chunk, CHUNK)) > 0)
		measure_update(&m, chunk, (size_t)n);
	measure_end(&m, item);
	free(chunk);
	return n == 0;
}

static bool
add_object(struct inventory *inv, const struct object *o,
    struct package_reader *s, const struct member *m, struct diag *d)
{
	bool dir = ftype_is_directory(o->ftype);
	struct inventory_entry item = {.mtime = o->mtime,
	    .type = dir                      ? 'd'
		: ftype_has_target(o->ftype) ? o->ftype
					     : 'f'};

	item.mode = o->mode != OBJECT_UNKNOWN ? (unsigned)o->mode
	    : dir                             ? 0755
					      : 0644;

	if (m != NULL && o->mtime == OBJECT_UNKNOWN)
		item.mtime = m->mtime;
	if (m != NULL && !measure_member(s, &item))
		return false;
	item.path = xstrdup(o->path);
	if (o->target != NULL)
		item.target = xstrdup(o->target);
	return inventory_add(inv, &item, reader_name(s), d);
}

static bool
read_package(struct inventory *inv, const char *path, struct diag *d)
{
	struct package_reader *s = reader_open(path, d);
	const struct package *p;
	const struct object *o;
	const char *version;
	struct member m;
	bool ok = s != NULL;
	size_t i;

	if (s != NULL && reader_count(s) != 1) {
		diag_error(d, path, 0, NULL,
		    "holds %zu packages; one is "
		    "needed",
		    reader_count(s));
		ok = false;
	}
	if (!ok) {
		reader_close(s);
		return false;
	}
	p = reader_package(s, 0);
	version = pkginfo_get(p->info, "VERSION");
	inv->package = xstrdup(p->name);
	inv->version = version == NULL ? NULL : xstrdup(version);
	for (i = 0; ok && i < p->map->objects.n; i++) {
		o = &p->map->objects.v[i];
		if (strchr("dxsl", o->ftype) != NULL)
			ok = add_object(inv, o, s, NULL, d);
		else if (strchr("pcb", o->ftype) != NULL)
			diag_warn(d, path, 0, NULL,
			    "%s: left out, as it is "
			    "a %s",
			    o->path, ftype_name(o->ftype));
	}
	while (ok && reader_next(s, &m))
		if (m.object != NULL && m.object->ftype != 'i')
			ok = add_object(inv, m.object, s, &m, d);
	ok = ok && !reader_failed(s);
	reader_close(s);
	return ok;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct inventory_entry *)a)->path,
	    ((const struct inventory_entry *)b)->path);
}

static int
by_path_and_order(const void *a, const void *b)
{
	const struct inventory_entry *x = a, *y = b;
	int order = by_path(a, b);

	return order != 0 ? order : x->order < y->order ? -1 : 1;
}

const struct inventory_entry *
inventory_find(const struct inventory *inv, const char *path)
{
	struct inventory_entry key = {.path = (char *)(uintptr_t)path};

	return inv->n == 0
	    ? NULL
	    : bsearch(&key, inv->v, inv->n, sizeof(*inv->v), by_path);
}

/* Of a name that an archive has twice the last one counts. */
static void
sort(struct inventory *inv)
{
	size_t i, kept = 0;

	if (inv->n > 0)
		qsort(inv->v, inv->n, sizeof(*inv->v), by_path_and_order);
	for (i = 0; i < inv->n; i++) {
		if (kept > 0 &&
		    strcmp(inv->v[kept - 1].path, inv->v[i].path) == 0)
			clear(&inv->v[--kept]);
		inv->v[kept++] = inv->v[i];
	}
	inv->n = kept;
}

/* Hard links of an archive become files like the one they name. */
static void
resolve_links(struct inventory *inv, const char *file, struct diag *d)
{
	const struct inventory_entry *to;
	struct inventory_entry *item;
	size_t i, kept = 0;

	for (i = 0; i < inv->n; i++) {
		item = &inv->v[i];
		to = NULL;
		if (item->type == 'l' && item->target != NULL)
			to = inventory_find(inv, item->target);
		if (item->type != 'l' || (to != NULL && to->type == 'f'))
			continue;
		diag_warn(d, file, 0, NULL,
		    "%s: left out, as its link leads "
		    "nowhere",
		    item->path);
		item->type = '?';
	}
	for (i = 0; i < inv->n; i++) {
		item = &inv->v[i];
		if (item->type == 'l') {
			to = inventory_find(inv, item->target);
			item->size = to->size;
			item->cksum = to->cksum;
			memcpy(item->sha256, to->sha256, SHA256_HEX);
		}
	}
	for (i = 0; i < inv->n; i++) {
		item = &inv->v[i];
		if (item->type == '?') {
			clear(item);
			continue;
		}
		if (item->type == 'l') {
			item->type = 'f';
			free(item->target);
			item->target = NULL;
		}
		inv->v[kept++] = *item;
	}
	inv->n = kept;
}

/* The only top directory becomes the prefix. */
static void
cut_prefix(struct inventory *inv)
{
	size_t i, len;
	char *prefix;

	if (inv->n < 2 || inv->v[0].type != 'd')
		return;
	len = strlen(inv->v[0].path);
	for (i = 1; i < inv->n; i++)
		if (strncmp(inv->v[i].path, inv->v[0].path, len) != 0 ||
		    inv->v[i].path[len] != '/')
			return;
	prefix = inv->v[0].path;
	free(inv->v[0].target);
	for (i = 1; i < inv->n; i++) {
		memmove(inv->v[i].path, inv->v[i].path + len + 1,
		    strlen(inv->v[i].path + len + 1) + 1);
		inv->v[i - 1] = inv->v[i];
	}
	inv->n--;
	inv->prefix = prefix;
}

/* A datastream, also a compressed one, or a directory with a package. */
static bool
is_package(const char *path)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = reader_open(path, &d);
	bool found = s != NULL;

	reader_close(s);
	diag_free(&d);
	return found;
}

struct inventory *
inventory_read(const char *path, struct diag *d)
{
	struct inventory *inv = xcalloc(1, sizeof(*inv));
	struct stat st;
	bool ok;

	if (is_package(path)) {
		inv->kind = INVENTORY_PACKAGE;
		ok = read_package(inv, path, d);
	} else if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		inv->kind = INVENTORY_TREE;
		ok = read_tree(inv, path, d);
	} else {
		inv->kind = INVENTORY_ARCHIVE;
		ok = inventory_read_archive(inv, path, d);
	}
	sort(inv);
	if (ok && inv->kind == INVENTORY_ARCHIVE) {
		resolve_links(inv, path, d);
		cut_prefix(inv);
	}
	if (ok)
		return inv;
	inventory_free(inv);
	return NULL;
}

void
inventory_free(struct inventory *inv)
{
	size_t i;

	if (inv == NULL)
		return;
	for (i = 0; i < inv->n; i++)
		clear(&inv->v[i]);
	free(inv->v);
	free(inv->prefix);
	free(inv->package);
	free(inv->version);
	free(inv);
}
