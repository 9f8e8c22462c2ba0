#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/words.h"
#include "build/params.h"

static const char rule[] = "pkginfo(4)";

/* Appends the words of list but for `none', which is put first (pkgmk). */
static char *
none_first(const char *list)
{
	struct slice rest = {list, strlen(list)}, word;
	struct buf b = BUF_INIT;

	buf_str(&b, "none");
	while (word_next(&rest, " \t", &word))
		if (!slice_equals(word, "none"))
			buf_printf(&b, " %.*s", SLICE_ARGS(word));
	return buf_steal(&b);
}

static bool
has_class(const char *classes, const char *class)
{
	return words_contain(classes, " \t", class, strlen(class));
}

/* All classes of the objects, in the order of the map. */
static char *
classes_of(const struct objects *objects)
{
	struct buf b = BUF_INIT;
	const struct object *o;
	size_t i;

	for (i = 0; i < objects->n; i++) {
		o = &objects->v[i];
		if (o->class != NULL && !has_class(buf_text(&b), o->class))
			buf_printf(&b, "%s%s", b.len > 0 ? " " : "", o->class);
	}
	return buf_steal(&b);
}

static void
supply(struct pkginfo *info, const char *name, char *value, const char *file,
    struct diag *d)
{
	diag_warn(d, file, 0, rule, "%s is missing; set to `%s'", name, value);
	pkginfo_set(info, name, value);
	free(value);
}

static char *
time_text(const char *format, int64_t seconds)
{
	time_t t = (time_t)seconds;
	struct tm tm;
	char text[64];

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(text, sizeof(text), format, &tm) == 0)
		return xstrdup("0");
	return xstrdup(text);
}

static void
settle_classes(struct pkginfo *info, const struct objects *objects,
    const char *file, struct diag *d)
{
	const char *classes = pkginfo_get(info, "CLASSES");
	char *settled;

	if (classes == NULL && objects->n > 0) {
		settled = classes_of(objects);
		if (settled[0] != '\0')
			supply(info, "CLASSES", settled, file, d);
		else
			free(settled);
		classes = pkginfo_get(info, "CLASSES");
	}
	if (classes == NULL || !has_class(classes, "none"))
		return;
	classes += strspn(classes, " \t");
	if (strncmp(classes, "none", 4) == 0 &&
	    strchr(" \t", classes[4]) != NULL)
		return; /* it is, also at the end */
	settled = none_first(classes);
	pkginfo_set(info, "CLASSES", settled);
	free(settled);
}

struct pkginfo *
params_resolve(const struct pkginfo *file, const struct pkginfo *first,
    const struct pkginfo *vars, const struct objects *objects, int64_t time,
    const char *name, struct diag *d)
{
	struct pkginfo *info = pkginfo_new();
	const struct param *p;
	size_t i;

	for (i = 0; i < first->n; i++)
		pkginfo_set(info, first->v[i].name, first->v[i].value);
	for (i = 0; i < file->n; i++) {
		p = &file->v[i];
		if (pkginfo_get(info, p->name) == NULL)
			pkginfo_add(info, p->name, p->value, p->line);
	}
	for (i = 0; i < vars->n; i++)
		pkginfo_set(info, vars->v[i].name, vars->v[i].value);
	if (pkginfo_get(info, "VERSION") == NULL)
		supply(info, "VERSION", time_text("Dev Release %m/%d/%Y", time),
		    name, d);
	if (pkginfo_get(info, "PSTAMP") == NULL)
		supply(info, "PSTAMP", time_text("pkgstream%Y%m%d%H%M%S", time),
		    name, d);
	settle_classes(info, objects, name, d);
	return info;
}
