#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "stream/cpio.h"
#include "stream/reader_package.h"
#include "stream/rule.h"

struct package *
reader_add_package(struct package_reader *s, const char *name)
{
	struct package *p;

	(void)string_pool_add(&s->names, name);
	s->v = array_room(s->v, s->n, &s->size, sizeof(*s->v));
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
	if (s->is_directory)
		return xasprintf("%s/%s%s%s", s->name, p->name, slash, file);
	return xasprintf("%s(%s%s%s)", s->name, p->name, slash, file);
}

bool
reader_parse_package(struct package_reader *s, struct package *p)
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

/*
 * What follows `reloc' in the name of a member of reloc, or `reloc.2' in part 2
 * of several; begins with a slash.  NULL: the member lies elsewhere.
 */
static const char *
path_below(const struct package *p, const struct member *m, const char *top)
{
	const char *name = m->name;
	size_t len = strlen(top);
	struct slice part;
	uint64_t n;

	if (strncmp(name, top, len) != 0)
		return NULL;
	name += len;
	if (p->nparts > 1) {
		if (name[0] != '.' || name[1] == '0')
			return NULL;
		part = (struct slice){name + 1, strcspn(name + 1, "/")};
		if (!number_parse(part, 10, UINT_MAX, &n) || n != m->part)
			return NULL;
		name = part.p + part.len;
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
		path = path_below(p, m, "root");
		if (path == NULL && (path = path_below(p, m, "reloc")) != NULL)
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
reader_name_member(struct package_reader *s, struct member *m, const char *name)
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

void
reader_drop_package(struct package_reader *s)
{
	struct package *p = &s->v[--s->n];

	free(p->name);
	pkginfo_free(p->info);
	pkgmap_free(p->map);
	buf_free(&p->info_text);
	buf_free(&p->map_text);
}

void
reader_free_packages(struct package_reader *s)
{
	while (s->n > 0)
		reader_drop_package(s);
	free(s->v);
	string_pool_free(&s->names);
}
