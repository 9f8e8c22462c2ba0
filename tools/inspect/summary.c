#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "inspect/summary.h"
#include "model/depend.h"

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
	v->classes = xreallocarray(
	    v->classes, v->nclasses + 1, sizeof(*v->classes));
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

struct summary *
summary_make(const struct package_reader *s)
{
	struct summary *v = xcalloc(reader_count(s) + 1, sizeof(*v));
	size_t i;

	for (i = 0; i < reader_count(s); i++)
		count(&v[i], reader_package(s, i));
	return v;
}

static void
read_text(struct package_reader *s, const struct member *m, struct buf *out)
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

void
summary_read(struct package_reader *s, struct summary *v)
{
	struct member m;
	size_t i, left = 0;

	for (i = 0; i < reader_count(s); i++)
		left += has_depend(reader_package(s, i));
	while (left > 0 && reader_next(s, &m)) {
		if (m.object == NULL || m.object->ftype != 'i' ||
		    strcmp(m.object->path, "depend") != 0)
			continue;
		read_text(s, &m, &v[m.package].depend);
		left--;
	}
}

void
summary_free(const struct package_reader *s, struct summary *v)
{
	size_t i;

	for (i = 0; i < reader_count(s); i++) {
		free(v[i].classes);
		buf_free(&v[i].depend);
	}
	free(v);
}
