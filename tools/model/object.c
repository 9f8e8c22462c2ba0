#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/object.h"

enum { CONTENTS = 1, MODE = 2, TARGET = 4, DIRECTORY = 8, DEVICE = 16 };

static const struct {
	char letter;
	unsigned traits;
	const char *name;
} ftypes[] = {
    {'f', CONTENTS | MODE, "regular file"},
    {'e', CONTENTS | MODE, "editable file"},
    {'v', CONTENTS | MODE, "volatile file"},
    {'d', MODE | DIRECTORY, "directory"},
    {'x', MODE | DIRECTORY, "exclusive directory"},
    {'l', TARGET, "hard link"},
    {'s', TARGET, "symbolic link"},
    {'p', MODE, "named pipe"},
    {'c', MODE | DEVICE, "character device"},
    {'b', MODE | DEVICE, "block device"},
    {'i', CONTENTS, "information file"},
};

#define NFTYPES (sizeof(ftypes) / sizeof(ftypes[0]))

static bool
has_trait(char ftype, unsigned trait)
{
	size_t i;

	for (i = 0; i < NFTYPES; i++)
		if (ftypes[i].letter == ftype)
			return (ftypes[i].traits & trait) != 0;
	return false;
}

bool
ftype_is_known(char ftype)
{
	return ftype_name(ftype) != NULL;
}

bool
ftype_has_contents(char ftype)
{
	return has_trait(ftype, CONTENTS);
}

bool
ftype_has_mode(char ftype)
{
	return has_trait(ftype, MODE);
}

bool
ftype_has_target(char ftype)
{
	return has_trait(ftype, TARGET);
}

bool
ftype_is_directory(char ftype)
{
	return has_trait(ftype, DIRECTORY);
}

bool
ftype_is_device(char ftype)
{
	return has_trait(ftype, DEVICE);
}

const char *
ftype_name(char ftype)
{
	size_t i;

	for (i = 0; i < NFTYPES; i++)
		if (ftypes[i].letter == ftype)
			return ftypes[i].name;
	return NULL;
}

void
object_init(struct object *o)
{
	*o = (struct object){.mode = OBJECT_UNKNOWN,
	    .major = OBJECT_UNKNOWN,
	    .minor = OBJECT_UNKNOWN,
	    .sum = OBJECT_UNKNOWN,
	    .size = OBJECT_UNKNOWN,
	    .mtime = OBJECT_UNKNOWN};
}

void
object_clear(struct object *o)
{
	free(o->path);
	free(o->target);
	free(o->source);
	o->path = o->target = o->source = NULL;
}

struct object *
objects_add(struct objects *list, const struct object *o)
{
	struct object *new;

	list->v = array_room(list->v, list->n, &list->size, sizeof(*list->v));
	new = &list->v[list->n++];
	*new = *o;
	new->class = string_pool_add(&list->pool, o->class);
	new->owner = string_pool_add(&list->pool, o->owner);
	new->group = string_pool_add(&list->pool, o->group);
	return new;
}

/* Equal paths keep the order in which they were read, as findings do. */
static int
compare_entries(const void *a, const void *b)
{
	const struct object *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	if (order != 0)
		return order;
	if (x->scope != y->scope)
		return x->scope < y->scope ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

void
objects_sort(struct objects *list)
{
	if (list->n > 0)
		qsort(list->v, list->n, sizeof(*list->v), compare_entries);
}

static int
compare_path(const void *key, const void *entry)
{
	return strcmp(key, ((const struct object *)entry)->path);
}

struct object *
objects_find(const struct objects *list, const char *path)
{
	if (list->n == 0)
		return NULL;
	return bsearch(path, list->v, list->n, sizeof(*list->v), compare_path);
}

static bool
numbers_agree(int32_t a, int32_t b)
{
	return a == b || a == OBJECT_UNKNOWN || b == OBJECT_UNKNOWN;
}

static bool
names_agree(const char *a, const char *b)
{
	return a == b || strcmp(a, "?") == 0 || strcmp(b, "?") == 0 ||
	    strcmp(a, b) == 0;
}

bool
object_merge_attributes(struct object *a, const struct object *b)
{
	if (!numbers_agree(a->mode, b->mode) ||
	    !names_agree(a->owner, b->owner) ||
	    !names_agree(a->group, b->group))
		return false;
	if (a->mode == OBJECT_UNKNOWN)
		a->mode = b->mode;
	if (strcmp(a->owner, "?") == 0)
		a->owner = b->owner;
	if (strcmp(a->group, "?") == 0)
		a->group = b->group;
	return true;
}

/* Merges b into a if both are directories that agree; else false. */
static bool
merge_directory(struct object *a, const struct object *b)
{
	return a->ftype == 'd' && b->ftype == 'd' &&
	    strcmp(a->class, b->class) == 0 && object_merge_attributes(a, b);
}

static void
report_duplicate(const struct object *first, const struct object *o,
    object_file *file_of, const void *ctx, const char *rule, struct diag *d)
{
	const char *file = file_of(ctx, o), *other = file_of(ctx, first);

	if (strcmp(file, other) == 0)
		diag_error(d, file, o->line, rule,
		    "%s: is already named in line %u", o->path,
		    (unsigned)first->line);
	else
		diag_error(d, file, o->line, rule,
		    "%s: is already named in %s:%u", o->path, other,
		    (unsigned)first->line);
}

void
objects_check_unique(struct objects *list, object_file *file_of,
    const void *ctx, const char *rule, struct diag *d)
{
	struct object *last, *o;
	size_t i, kept = 0;

	for (i = 0; i < list->n; i++) {
		o = &list->v[i];
		last = kept > 0 ? &list->v[kept - 1] : NULL;
		if (last == NULL || strcmp(last->path, o->path) != 0) {
			list->v[kept++] = *o;
			continue;
		}
		if (!merge_directory(last, o))
			report_duplicate(last, o, file_of, ctx, rule, d);
		object_clear(o);
	}
	list->n = kept;
}

void
objects_free(struct objects *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		object_clear(&list->v[i]);
	free(list->v);
	string_pool_free(&list->pool);
	*list = OBJECTS_INIT;
}

static void
print_number(struct buf *out, int64_t n)
{
	if (n == OBJECT_UNKNOWN)
		buf_str(out, " ?");
	else
		buf_printf(out, " %lld", (long long)n);
}

static void
print_mode(struct buf *out, int32_t mode)
{
	if (mode == OBJECT_UNKNOWN)
		buf_str(out, " ?");
	else
		buf_printf(out, " %04o", (unsigned)mode);
}

static void
print_name(struct buf *out, const char *name)
{
	buf_printf(out, " %s", name == NULL ? "?" : name);
}

void
object_print_attributes(const struct object *o, struct buf *out)
{
	if (ftype_is_device(o->ftype)) {
		print_number(out, o->major);
		print_number(out, o->minor);
	}
	if (ftype_has_mode(o->ftype)) {
		print_mode(out, o->mode);
		print_name(out, o->owner);
		print_name(out, o->group);
	}
	if (ftype_has_contents(o->ftype)) {
		print_number(out, o->size);
		print_number(out, o->sum);
		print_number(out, o->mtime);
	}
}

void
object_print(const struct object *o, struct buf *out)
{
	buf_printf(out, "%u %c ", o->part == 0 ? 1u : o->part, o->ftype);
	if (o->ftype != 'i')
		buf_printf(out, "%s ", o->class);
	buf_str(out, o->path);
	if (o->target != NULL)
		buf_printf(out, "=%s", o->target);
	object_print_attributes(o, out);
	buf_char(out, '\n');
}
