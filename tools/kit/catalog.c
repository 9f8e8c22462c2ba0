#include "kit/catalog.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/date.h"
#include "base/digest.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/string_pool.h"
#include "inspect/info.h"
#include "os/dirlist.h"
#include "os/file.h"

#define CHUNK 65536
#define RULE  "catalog"
#define NONE  "none" /* an empty list */

/* The catalog while it is made. */
struct maker {
	struct catalog *c;
	const char *dir;
	struct diag *d;
	struct string_pool packages, commons; /* so far */
};

/* Is it a package file, compressed or not? */
static bool
is_package_name(const char *name)
{
	static const char *const endings[] = {
	    "", ".gz", ".bz2", ".xz", ".zst", ".Z"};
	size_t i, len = strlen(name), end;

	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		end = strlen(endings[i]);
		if (len > 4 + end &&
		    strncmp(name + len - end - 4, ".pkg", 4) == 0 &&
		    strcmp(name + len - end, endings[i]) == 0)
			return true;
	}
	return false;
}

/* Blanks end a field and `|' divides it; control characters steer a terminal. */
static bool
is_harmless(char c)
{
	return (unsigned char)c > ' ' && c != '|' && c != 127;
}

/* Can the text be a field? */
static bool
is_field(const char *text)
{
	const char *p = text;

	while (*p != '\0' && is_harmless(*p))
		p++;
	return p > text && *p == '\0';
}

/*
 * A copy that can be a field.  What cannot stand there becomes `_', with a
 * warning: who compares it with what is installed finds a difference.
 */
static char *
field(struct maker *k, const char *file, const char *what, const char *text)
{
	char *copy = xstrdup(text), *p;

	if (is_field(copy))
		return copy;
	diag_warn(k->d, file, 0, RULE,
	    "the %s `%s' cannot stand in a catalog; blanks and `|' become `_'",
	    what, text);
	for (p = copy; *p != '\0'; p++)
		if (!is_harmless(*p))
			*p = '_';
	return copy;
}

/* Appends a name to a list, once; a package does not need itself. */
static void
add_to_list(struct buf *list, struct string_pool *seen, const char *name,
    const char *package)
{
	size_t before = seen->n;

	if (!is_field(name) || strcmp(name, package) == 0 ||
	    string_pool_insert(seen, name, strlen(name)) < before)
		return;
	if (list->len > 0)
		buf_char(list, '|');
	buf_str(list, name);
}

/* The packages of the dependencies of a type, P or I. */
static char *
list_packages(const struct depend *depend, char type, const char *package)
{
	struct string_pool seen = STRING_POOL_INIT;
	struct buf list = BUF_INIT;
	size_t i;

	for (i = 0; depend != NULL && i < depend->n; i++)
		if (depend->v[i].type == type)
			add_to_list(
			    &list, &seen, depend->v[i].package, package);
	string_pool_free(&seen);
	return list.len > 0 ? buf_steal(&list) : xstrdup(NONE);
}

/* CATEGORY has commas between its words. */
static char *
list_categories(const struct pkginfo *info)
{
	const char *value = pkginfo_get(info, "CATEGORY");
	struct string_pool seen = STRING_POOL_INIT;
	struct buf list = BUF_INIT;
	char *word;
	size_t len;

	for (; value != NULL && *value != '\0'; value += len) {
		value += strspn(value, ", \t");
		len = strcspn(value, ", \t");
		word = xstrndup(value, len);
		add_to_list(&list, &seen, word, "");
		free(word);
	}
	string_pool_free(&seen);
	return list.len > 0 ? buf_steal(&list) : xstrdup(NONE);
}

/*
 * NAME is usually `common - description' where catalogs are in use.  The common
 * name of others is what their file is called before the first `-', or PKG.
 */
static void
set_names(struct catalog_entry *e, const struct package *p)
{
	const char *value = pkginfo_get(p->info, "NAME"), *dash;
	char *name = text_printable(value == NULL ? e->package : value);
	size_t len;

	dash = strstr(name, " - ");
	len = dash == NULL ? 0 : (size_t)(dash - name);
	e->common = xstrndup(name, len);
	if (is_field(e->common)) {
		e->description = name;
		return;
	}
	free(e->common);
	len = strcspn(e->file, "-");
	e->common = e->file[len] == '-' && len > 0 ? xstrndup(e->file, len)
						   : xstrdup(e->package);
	e->description = xasprintf("%s - %s", e->common, name);
	free(name);
}

/* Reads the file once more for its digest, size and time. */
static bool
set_digest(struct maker *k, struct catalog_entry *e, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct md5 *h = fd == -1 ? NULL : md5_new();
	char *chunk = xmalloc(CHUNK), hex[MD5_HEX] = "";
	struct stat st;
	ssize_t n = -1;

	if (fd == -1 || fstat(fd, &st) == -1)
		diag_path(k->d, path, "cannot open");
	else if (h == NULL)
		diag_add(k->d, SEVERITY_SYSTEM, path, 0, NULL, NULL,
		    "MD5, which catalogs have, is switched off on this host");
	else {
		while ((n = file_read_full(fd, chunk, CHUNK)) > 0) {
			md5_update(h, chunk, (size_t)n);
			e->size += (uint64_t)n;
		}
		if (n < 0)
			diag_system(k->d, path, "cannot read");
		md5_final(h, hex);
		if ((int64_t)st.st_mtime > k->c->time)
			k->c->time = (int64_t)st.st_mtime;
	}
	if (fd != -1)
		close(fd);
	free(chunk);
	e->md5 = xstrdup(hex);
	return n == 0;
}

/* Names of packages and common names are there once in a catalog. */
static bool
check_unique(struct maker *k, struct string_pool *pool, const char *path,
    const char *what, const char *name)
{
	size_t i = string_pool_insert(pool, name, strlen(name));

	if (i == k->c->n)
		return true;
	diag_error(k->d, path, 0, RULE, "%s has the %s %s too", k->c->v[i].file,
	    what, name);
	return false;
}

static void
free_entry(struct catalog_entry *e)
{
	free(e->common);
	free(e->version);
	free(e->package);
	free(e->file);
	free(e->md5);
	free(e->depends);
	free(e->category);
	free(e->excludes);
	free(e->description);
}

static bool
fill_entry(struct maker *k, struct catalog_entry *e, struct package_reader *s,
    const char *path)
{
	const struct package *p = reader_package(s, 0);
	const char *version = pkginfo_get(p->info, "VERSION");
	const bool picked = true;
	struct info info;

	if (version == NULL || version[0] == '\0') {
		diag_error(k->d, path, 0, RULE, "%s has no VERSION", p->name);
		return false;
	}
	info_read(&info, s, &picked, k->d);
	e->package = xstrdup(p->name);
	e->version = field(k, path, "version", version);
	e->depends = list_packages(info.depend[0], 'P', p->name);
	e->excludes = list_packages(info.depend[0], 'I', p->name);
	e->category = list_categories(p->info);
	info_free(&info);
	set_names(e, p);
	reader_finish(s);
	return !reader_failed(s) && set_digest(k, e, path) &&
	    check_unique(k, &k->packages, path, "package", e->package) &&
	    check_unique(k, &k->commons, path, "name", e->common);
}

static void
warn_compression(struct maker *k, const struct package_reader *s)
{
	const char *compression = reader_compression(s);

	if (compression != NULL && strcmp(compression, "gzip") != 0)
		diag_warn(k->d, reader_name(s), 0, RULE,
		    "is compressed with %s; pkgutil and pkg-get know gzip",
		    compression);
}

static void
add_file(struct maker *k, const char *file)
{
	struct catalog_entry e = {.file = xstrdup(file)};
	char *path = path_join(k->dir, file);
	struct package_reader *s = NULL;
	bool ok = false;

	if (!is_field(file))
		diag_error(k->d, path, 0, RULE,
		    "a name with a blank or `|' cannot stand in a catalog");
	else
		s = reader_open(path, k->d);
	if (s != NULL && reader_count(s) > 1)
		diag_error(k->d, path, 0, RULE,
		    "holds %zu packages, but a catalog has one of each file; "
		    "pkgstream trans --split takes them apart",
		    reader_count(s));
	else if (s != NULL) {
		warn_compression(k, s);
		ok = fill_entry(k, &e, s, path);
	}
	reader_close(s);
	free(path);
	if (!ok) {
		free_entry(&e);
		return;
	}
	k->c->v = array_room(k->c->v, k->c->n, &k->c->size, sizeof(*k->c->v));
	k->c->v[k->c->n++] = e;
}

static void
add_files(struct maker *k)
{
	struct dirlist list = DIRLIST_INIT;
	int fd = open(k->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;
	char *path;
	size_t i;

	if (fd == -1)
		diag_path(k->d, k->dir, "cannot open");
	else if (!dirlist_read(&list, fd))
		diag_system(k->d, k->dir, "cannot read");
	for (i = 0; i < list.n; i++) {
		path = path_join(k->dir, list.v[i]);
		if (is_package_name(list.v[i]) &&
		    (stat(path, &st) == -1 || S_ISREG(st.st_mode)))
			add_file(k, list.v[i]);
		free(path);
	}
	dirlist_free(&list);
}

struct catalog *
catalog_read(const char *dir, struct diag *d)
{
	struct diag own = DIAG_INIT;
	struct maker k = {.c = xcalloc(1, sizeof(*k.c)), .dir = dir, .d = &own};
	bool failed;

	add_files(&k);
	string_pool_free(&k.packages);
	string_pool_free(&k.commons);
	if (k.c->n == 0 && own.n == 0)
		diag_error(&own, dir, 0, RULE,
		    "holds no package file, *.pkg "
		    "or *.pkg.gz");
	failed = own.worst >= SEVERITY_ERROR;
	diag_move(d, &own);
	if (!failed)
		return k.c;
	catalog_free(k.c);
	return NULL;
}

void
catalog_write(const struct catalog *c, struct buf *out)
{
	const struct catalog_entry *e;
	char time[DATE_TIME_LEN];
	size_t i;

	date_time_format(c->time, time);
	buf_printf(out, "# CREATIONDATE %.10sT%.8sZ\n", time, time + 11);
	for (i = 0; i < c->n; i++) {
		e = &c->v[i];
		buf_printf(out, "%s %s %s %s %s %llu %s %s %s\n", e->common,
		    e->version, e->package, e->file, e->md5,
		    (unsigned long long)e->size, e->depends, e->category,
		    e->excludes);
	}
}

void
catalog_write_descriptions(const struct catalog *c, struct buf *out)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		buf_printf(out, "%s\n", c->v[i].description);
}

void
catalog_free(struct catalog *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->n; i++)
		free_entry(&c->v[i]);
	free(c->v);
	free(c);
}
