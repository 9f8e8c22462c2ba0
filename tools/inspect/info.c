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

/* The information files of a package that are read. */
enum { TEXT_DEPEND, TEXT_TABLE, TEXTS };

static const struct {
	const char *name;
	uint64_t max; /* bytes */
} text_files[TEXTS] = {
    [TEXT_DEPEND] = {"depend", DEPEND_MAX},
    [TEXT_TABLE] = {PATCH_TABLE, PATCH_TABLE_MAX},
};

struct texts {
	struct buf v[TEXTS]; /* empty when the package has none */
};

static void
read_contents(struct package_reader *s, const struct member *m, uint64_t max,
    struct buf *out)
{
	ssize_t n;

	if (m->size > max || out->len > 0)
		return;
	while ((n = reader_read(s, buf_room(out, CHUNK), CHUNK)) > 0) {
		out->len += (size_t)n;
		out->data[out->len] = '\0';
	}
}

static bool
has_text(const struct package *p, int text)
{
	const struct object *o = objects_find(
	    &p->map->objects, text_files[text].name);

	return text == TEXT_TABLE ? has_patch_table(p->info, &p->map->objects)
				  : o != NULL && o->ftype == 'i';
}

/* Which of the files a member is, or TEXTS. */
static int
text_of(const struct member *m)
{
	int text = 0;

	if (m->object == NULL || m->object->ftype != 'i')
		return TEXTS;
	while (
	    text < TEXTS && strcmp(m->object->path, text_files[text].name) != 0)
		text++;
	return text;
}

/* The files of each package. */
static struct texts *
read_texts(struct package_reader *s)
{
	struct texts *texts = xcalloc(reader_count(s) + 1, sizeof(*texts));
	struct member m;
	size_t i, left = 0;
	int text;

	for (i = 0; i < reader_count(s); i++)
		for (text = 0; text < TEXTS; text++)
			left += has_text(reader_package(s, i), text);
	while (left > 0 && reader_next(s, &m)) {
		text = text_of(&m);
		if (text == TEXTS ||
		    !has_text(reader_package(s, m.package), text))
			continue;
		read_contents(
		    s, &m, text_files[text].max, &texts[m.package].v[text]);
		left--;
	}
	return texts;
}

static void
parse_texts(struct info *info, size_t package, const struct texts *texts,
    struct diag *d)
{
	const struct package *p = reader_package(info->s, package);
	const struct buf *depend = &texts->v[TEXT_DEPEND];
	const struct buf *table = &texts->v[TEXT_TABLE];
	char *file;

	if (depend->len > 0) {
		file = reader_label(info->s, p, "install/depend");
		info->depend[package] = depend_parse(
		    depend->data, depend->len, file, false, d);
		free(file);
	}
	if (table->len > 0) {
		file = reader_label(info->s, p, "install/" PATCH_TABLE);
		info->changes[package] = patch_table_parse(
		    table->data, table->len, file, d);
		free(file);
	}
}

void
info_read(struct info *info, struct package_reader *s, const bool *picked,
    struct diag *d)
{
	size_t i, n = reader_count(s);
	struct texts *texts = read_texts(s);
	int text;

	info->s = s;
	info->picked = picked;
	info->summary = xcalloc(n + 1, sizeof(*info->summary));
	info->depend = xcalloc(n + 1, sizeof(struct depend *));
	info->changes = xcalloc(n + 1, sizeof(struct patch_table *));
	for (i = 0; i < n; i++) {
		count(&info->summary[i], reader_package(s, i));
		if (picked[i])
			parse_texts(info, i, &texts[i], d);
		for (text = 0; text < TEXTS; text++)
			buf_free(&texts[i].v[text]);
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
		patch_table_free(info->changes[i]);
	}
	free(info->summary);
	free(info->depend);
	free(info->changes);
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
