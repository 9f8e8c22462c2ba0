#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/path.h"
#include "stream/cpio.h"
#include "stream/package_reader_impl.h"
#include "stream/rule.h"

struct package_reader *
reader_open(const char *path, struct diag *d)
{
	struct package_reader *s = xcalloc(1, sizeof(*s));
	struct stat st;
	bool is_dir, ok;

	s->d = d;
	s->selected = -1;
	is_dir = strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
	    S_ISDIR(st.st_mode);
	s->name = xstrdup(strcmp(path, "-") == 0 ? "standard input" : path);
	ok = is_dir ? spool_open(s, path) : datastream_open(s, path);
	if (!ok) {
		reader_close(s);
		return NULL;
	}
	return s;
}

struct package *
reader_add(struct package_reader *s, const char *name)
{
	struct package *p;

	if (s->n == s->size) {
		s->size = s->size == 0 ? 8 : s->size * 2;
		s->v = xreallocarray(s->v, s->size, sizeof(*s->v));
	}
	p = &s->v[s->n++];
	*p = (struct package){.name = xstrdup(name)};
	return p;
}

char *
reader_label(
    const struct package_reader *s, const struct package *p, const char *file)
{
	const char *slash = file == NULL ? "" : "/";

	if (file == NULL)
		file = "";
	if (reader_is_directory(s))
		return xasprintf("%s/%s%s%s", s->name, p->name, slash, file);
	return xasprintf("%s(%s%s%s)", s->name, p->name, slash, file);
}

bool
reader_parse(struct package_reader *s, struct package *p)
{
	char *name = reader_label(s, p, "pkginfo");

	p->info = pkginfo_parse(
	    buf_text(&p->info_text), p->info_text.len, name, s->d);
	free(name);
	name = reader_label(s, p, "pkgmap");
	p->map = pkgmap_parse(
	    buf_text(&p->map_text), p->map_text.len, name, s->d);
	free(name);
	return p->info != NULL && p->map != NULL;
}

/* Behind `reloc/`, or `reloc.2/` of part 2 of several; NULL: neither. */
static const char *
below(const struct package *p, const struct member *m, const char *top)
{
	size_t len = strlen(top);
	const char *name = m->name;
	unsigned long part;
	char *end;

	if (strncmp(name, top, len) != 0)
		return NULL;
	name += len;
	if (p->nparts > 1) {
		if (name[0] != '.' || name[1] < '1' || name[1] > '9')
			return NULL;
		part = strtoul(name + 1, &end, 10);
		if (part != m->part)
			return NULL;
		name = end;
	}
	return name[0] == '/' ? name : NULL;
}

static const struct object *
find_object(const struct package *p, const struct member *m)
{
	const struct object *o;
	const char *path;
	bool information = true;

	if ((m->mode & CPIO_TYPE) != CPIO_REGULAR)
		return NULL;
	if (strcmp(m->name, "pkginfo") == 0)
		path = m->name;
	else if (strncmp(m->name, "install/", 8) == 0 &&
	    strcmp(m->name + 8, "pkginfo") != 0)
		path = m->name + 8;
	else {
		information = false;
		path = below(p, m, "root");
		if (path == NULL && (path = below(p, m, "reloc")) != NULL)
			path++;
		if (path == NULL)
			return NULL;
	}
	o = objects_find(&p->map->objects, path);
	if (o == NULL || !ftype_has_contents(o->ftype) ||
	    (o->ftype == 'i') != information)
		return NULL;
	if (!information && p->nparts > 1 && o->part != m->part)
		return NULL;
	return o;
}

bool
reader_set_name(struct package_reader *s, struct member *m, const char *name)
{
	const struct package *p = &s->v[m->package];
	char *object;

	if (strncmp(name, "./", 2) == 0 && path_is_safe(name + 2)) {
		object = xasprintf("%s/%s", p->name, name + 2);
		rule_report(s->d, RULE_MEMBER_DOT, s->name, object,
		    "the member's name begins with `./', so that the package "
		    "cannot be chosen by name");
		free(object);
		name += 2;
	}
	if (!path_is_safe(name)) {
		rule_report(s->d, RULE_MEMBER_NAME, s->name, NULL,
		    "%s: the member `%s' does not lie in its package", p->name,
		    name);
		return false;
	}
	m->name = name;
	m->object = find_object(p, m);
	return true;
}

bool
member_is_class_archive(const struct member *m)
{
	static const char *const names[] = {
	    "archive",
	    "reloc.cpio",
	    "root.cpio",
	    "reloc.Z",
	    "root.Z",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(m->name, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

const char *
reader_name(const struct package_reader *s)
{
	return s->name;
}

const char *
reader_compression(const struct package_reader *s)
{
	return s->compression;
}

uint64_t
reader_file_size(const struct package_reader *s)
{
	return s->file_size;
}

size_t
reader_count(const struct package_reader *s)
{
	return s->n;
}

const struct package *
reader_package(const struct package_reader *s, size_t i)
{
	return &s->v[i];
}

ssize_t
reader_find(const struct package_reader *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->v[i].name, name) == 0)
			return (ssize_t)i;
	return -1;
}

const struct buf *
reader_signature(const struct package_reader *s)
{
	return s->is_signed ? &s->signature : NULL;
}

uint64_t
reader_header_size(const struct package_reader *s)
{
	return s->header_size;
}

uint64_t
reader_info_end(const struct package_reader *s)
{
	return s->info_end;
}

bool
reader_is_directory(const struct package_reader *s)
{
	return s->header_size == 0;
}

void
reader_select(struct package_reader *s, size_t package)
{
	s->selected = (ssize_t)package;
}

bool
reader_next(struct package_reader *s, struct member *m)
{
	return !s->failed && s->ops->next(s, m);
}

bool
reader_failed(const struct package_reader *s)
{
	return s->failed;
}

ssize_t
reader_read(struct package_reader *s, void *data, size_t len)
{
	ssize_t n = s->failed ? -1 : s->ops->read(s, data, len);

	if (n < 0)
		s->failed = true;
	return n;
}

void
reader_close(struct package_reader *s)
{
	size_t i;

	if (s == NULL)
		return;
	if (s->state != NULL)
		s->ops->close(s->state);
	for (i = 0; i < s->n; i++) {
		free(s->v[i].name);
		pkginfo_free(s->v[i].info);
		pkgmap_free(s->v[i].map);
		buf_free(&s->v[i].info_text);
		buf_free(&s->v[i].map_text);
	}
	free(s->v);
	buf_free(&s->signature);
	free(s->name);
	free(s);
}
