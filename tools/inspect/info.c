#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/mem.h"
#include "inspect/info.h"

#define CHUNK 4096

static void
count_class(struct summary *v, const char *class)
{
	size_t i;

	for (i = 0; i < v->nclasses; i++)
		if (v->classes[i].name == class) {
			v->classes[i].n++;
			return;
		}
	if (v->nclasses == SUMMARY_CLASSES_MAX) {
		v->others++;
		return;
	}
	v->classes = array_append_room(
	    v->classes, v->nclasses, sizeof(*v->classes));
	v->classes[v->nclasses++] = (struct class_count){class, 1};
}

static int
by_name(const void *a, const void *b)
{
	const struct class_count *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void
count(struct summary *v, const struct package *p)
{
	const struct objects *list = &p->map->objects;
	const struct object *o;
	size_t i;

	for (i = 0; i < list->n; i++) {
		o = &list->v[i];
		v->types[strchr(SUMMARY_TYPES, o->ftype) - SUMMARY_TYPES]++;
		if (o->ftype == 'i')
			continue;
		if (o->size > 0)
			v->bytes += (uint64_t)o->size;
		v->absolute |= o->path[0] == '/';
		v->relative |= o->path[0] != '/';
		count_class(v, o->class);
	}
	if (v->nclasses > 0)
		qsort(v->classes, v->nclasses, sizeof(*v->classes), by_name);
}

static void
read_contents(struct package_reader *s, const struct member *m, struct buf *out)
{
	ssize_t n;

	if (m->size > DEPEND_MAX || out->len > 0)
		return;
	while ((n = reader_read(s, buf_room(out, CHUNK), CHUNK)) > 0) {
		out->len += (size_t)n;
		out->data[out->len] = '\0';
	}
}

static bool
has_depend(const struct package *p)
{
	const struct object *o = objects_find(&p->map->objects, "depend");

	return o != NULL && o->ftype == 'i';
}

/* The depend file of each package, empty when it has none. */
static struct buf *
read_depend_files(struct package_reader *s)
{
	struct buf *texts = xcalloc(reader_count(s) + 1, sizeof(*texts));
	struct member m;
	size_t i, left = 0;

	for (i = 0; i < reader_count(s); i++)
		left += has_depend(reader_package(s, i));
	while (left > 0 && reader_next(s, &m)) {
		if (m.object == NULL || m.object->ftype != 'i' ||
		    strcmp(m.object->path, "depend") != 0)
			continue;
		read_contents(s, &m, &texts[m.package]);
		left--;
	}
	return texts;
}

static struct depend *
parse_depend(const struct package_reader *s, size_t package,
    const struct buf *text, struct diag *d)
{
	struct depend *depend;
	char *file;

	file = reader_label(s, reader_package(s, package), "install/depend");
	depend = depend_parse(text->data, text->len, file, false, d);
	free(file);
	return depend;
}

void
info_read(struct info *info, struct package_reader *s, const bool *picked,
    struct diag *d)
{
	size_t i, n = reader_count(s);
	struct buf *texts = read_depend_files(s);

	info->s = s;
	info->picked = picked;
	info->summary = xcalloc(n + 1, sizeof(*info->summary));
	info->depend = xcalloc(n + 1, sizeof(struct depend *));
	for (i = 0; i < n; i++) {
		count(&info->summary[i], reader_package(s, i));
		if (picked[i] && texts[i].len > 0)
			info->depend[i] = parse_depend(s, i, &texts[i], d);
		buf_free(&texts[i]);
	}
	free(texts);
}

void
info_free(struct info *info)
{
	size_t i;

	for (i = 0; i < reader_count(info->s); i++) {
		free(info->summary[i].classes);
		depend_free(info->depend[i]);
	}
	free(info->summary);
	free(info->depend);
}

bool
is_patch_parameter(const char *name)
{
	static const char *const names[] = {
	    "SUNW_PATCHID",
	    "SUNW_REQUIRES",
	    "SUNW_OBSOLETES",
	    "SUNW_INCOMPAT",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return strncmp(name, "PATCH_", 6) == 0;
}

bool
package_is_patch(const struct package *p)
{
	size_t i;

	for (i = 0; i < p->info->n; i++)
		if (is_patch_parameter(p->info->v[i].name))
			return true;
	return false;
}

bool
package_is_true(const struct package *p, const char *name)
{
	const char *value = pkginfo_get(p->info, name);

	return value != NULL && strcasecmp(value, "true") == 0;
}
