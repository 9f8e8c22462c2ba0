/*
 * list: the objects of a package.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/mem.h"
#include "cmd/pick.h"
#include "inspect/filter.h"
#include "report/text.h"

struct options {
	struct common common;
	struct strings packages;
	struct strings classes;
	const char *types;
	const char *sort;
	bool reverse;
	bool map;
	bool json;
};

static const struct opt options[] = {
    OPT_PKG(struct options, packages),
    {'c', "class", "CLASS", "only objects of this class", OPT_LIST,
	offsetof(struct options, classes)},
    {'t', "type", "LETTERS",
	"only objects of these types: f file, "
	"e editable, v volatile, d directory, x exclusive directory, "
	"l hard link, s symbolic link, p pipe, c b device, i information",
	OPT_STRING, offsetof(struct options, types)},
    {'s', "sort", "KEY", "by path (default), size, time, type or class",
	OPT_STRING, offsetof(struct options, sort)},
    {'r', "reverse", NULL, "the other way round", OPT_FLAG,
	offsetof(struct options, reverse)},
    {'m', "map", NULL, "lines as in the pkgmap", OPT_FLAG,
	offsetof(struct options, map)},
    {0, "json", NULL, "as JSON", OPT_FLAG, offsetof(struct options, json)},
    OPTS_COMMON(struct options),
};

/* The columns of the table: how wide the widest entry is. */
struct widths {
	int class, owner, group, size;
};

struct row {
	const struct object *o;
	size_t package;
	int sign; /* of the order */
};

struct rows {
	struct row *v;
	size_t n, size;
};

typedef int (*order)(const void *a, const void *b);

static int
sign(const struct row *a, int64_t x, int64_t y)
{
	return ((x > y) - (x < y)) * a->sign;
}

/* Packages stay apart; what is equal by its key is sorted by path. */
static int
by_path(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->package != y->package)
		return x->package < y->package ? -1 : 1;
	return strcmp(x->o->path, y->o->path) * x->sign;
}

static int
by_size(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int n = sign(x, y->o->size, x->o->size);

	return n != 0 && x->package == y->package ? n : by_path(a, b);
}

static int
by_time(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int n = sign(x, y->o->mtime, x->o->mtime);

	return n != 0 && x->package == y->package ? n : by_path(a, b);
}

static int
by_type(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int n = sign(x, x->o->ftype, y->o->ftype);

	return n != 0 && x->package == y->package ? n : by_path(a, b);
}

static int
by_class(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	const char *p = x->o->class == NULL ? "" : x->o->class;
	const char *q = y->o->class == NULL ? "" : y->o->class;
	int n = strcmp(p, q) * x->sign;

	return n != 0 && x->package == y->package ? n : by_path(a, b);
}

static const struct {
	const char *name;
	order order;
} orders[] = {
    {"path", by_path},
    {"size", by_size},
    {"time", by_time},
    {"type", by_type},
    {"class", by_class},
};

static order
find_order(const char *name)
{
	size_t i;

	if (name == NULL)
		return by_path;
	for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		if (strcmp(orders[i].name, name) == 0)
			return orders[i].order;
	return NULL;
}

static void
collect(struct rows *rows, const struct package_reader *s, size_t package,
    struct filter *f, bool reverse)
{
	const struct objects *list = &reader_package(s, package)->map->objects;
	size_t i;

	for (i = 0; i < list->n; i++) {
		if (!filter_match(f, &list->v[i]))
			continue;
		if (rows->n == rows->size) {
			rows->size = rows->size == 0 ? 64 : rows->size * 2;
			rows->v = xreallocarray(
			    rows->v, rows->size, sizeof(*rows->v));
		}
		rows->v[rows->n++] = (struct row){
		    &list->v[i], package, reverse ? -1 : 1};
	}
}

static const char *
or_dash(const char *s)
{
	return s == NULL ? "-" : s;
}

static int
max(int a, int b)
{
	return a > b ? a : b;
}

/* The column that holds the size of files and the number of devices. */
static void
print_size(char out[32], const struct object *o)
{
	if (ftype_is_device(o->ftype))
		snprintf(out, 32, "%d,%d", (int)o->major, (int)o->minor);
	else if (!ftype_has_contents(o->ftype))
		strcpy(out, "-");
	else if (o->size == OBJECT_UNKNOWN)
		strcpy(out, "?");
	else
		snprintf(out, 32, "%lld", (long long)o->size);
}

static struct widths
measure(const struct rows *rows)
{
	struct widths w = {1, 1, 1, 1};
	const struct object *o;
	char size[32];
	size_t i;

	for (i = 0; i < rows->n; i++) {
		o = rows->v[i].o;
		w.class = max(w.class, (int)strlen(or_dash(o->class)));
		w.owner = max(w.owner, (int)strlen(or_dash(o->owner)));
		w.group = max(w.group, (int)strlen(or_dash(o->group)));
		print_size(size, o);
		w.size = max(w.size, (int)strlen(size));
	}
	return w;
}

static void
print_time(char out[32], const struct object *o)
{
	time_t t = (time_t)o->mtime;
	struct tm tm;

	if (!ftype_has_contents(o->ftype))
		strcpy(out, "-");
	else if (o->mtime == OBJECT_UNKNOWN)
		strcpy(out, "?");
	else if (localtime_r(&t, &tm) == NULL ||
	    strftime(out, 32, "%Y-%m-%d %H:%M", &tm) == 0)
		snprintf(out, 32, "%lld", (long long)o->mtime);
}

static void
print_row(const struct object *o, const struct widths *w)
{
	char mode[11], size[32], when[32];
	char *path = text_printable(o->path), *target;

	text_mode(mode, o);
	print_size(size, o);
	print_time(when, o);
	printf("%s %c %-*s %-*s %-*s %*s %-16s %s", mode, o->ftype, w->class,
	    or_dash(o->class), w->owner, or_dash(o->owner), w->group,
	    or_dash(o->group), w->size, size, when, path);
	if (o->target != NULL) {
		target = text_printable(o->target);
		printf(" %s %s", o->ftype == 's' ? "->" : "=", target);
		free(target);
	}
	putchar('\n');
	free(path);
}

static void
print_table(const struct package_reader *s, const struct rows *rows,
    bool single, bool map)
{
	struct widths w = measure(rows);
	struct buf line = BUF_INIT;
	size_t i;

	for (i = 0; i < rows->n; i++) {
		if (!single &&
		    (i == 0 || rows->v[i].package != rows->v[i - 1].package))
			printf("%s%s:\n", i == 0 ? "" : "\n",
			    reader_package(s, rows->v[i].package)->name);
		if (!map) {
			print_row(rows->v[i].o, &w);
			continue;
		}
		line.len = 0;
		object_print(rows->v[i].o, &line);
		fputs(buf_text(&line), stdout);
	}
	buf_free(&line);
}

static void
json_known(struct json *j, const char *key, int64_t n)
{
	if (n == OBJECT_UNKNOWN)
		json_null(j, key);
	else
		json_number(j, key, n);
}

static void
print_json_row(
    struct json *j, const struct package_reader *s, const struct row *row)
{
	const struct object *o = row->o;
	const char type[2] = {o->ftype, '\0'};
	char mode[16];

	json_row(j, NULL);
	json_string(j, "pkg", reader_package(s, row->package)->name);
	json_number(j, "part", o->part);
	json_string(j, "ftype", type);
	json_string(j, "class", o->class);
	json_string(j, "path", o->path);
	json_string(j, "target", o->target);
	snprintf(mode, sizeof(mode), "%04o", (unsigned)o->mode & 07777);
	json_string(j, "mode", o->mode == OBJECT_UNKNOWN ? NULL : mode);
	json_string(j, "owner", o->owner);
	json_string(j, "group", o->group);
	json_known(j, "size", o->size);
	json_known(j, "sum", o->sum);
	json_known(j, "mtime", o->mtime);
	json_known(j, "major", o->major);
	json_known(j, "minor", o->minor);
	json_end(j);
}

static void
print_json(const struct package_reader *s, const struct rows *rows)
{
	struct json *j = json_new(stdout);
	size_t i;

	json_array(j, NULL);
	for (i = 0; i < rows->n; i++)
		print_json_row(j, s, &rows->v[i]);
	json_free(j);
}

static void
list(struct package_reader *s, const struct options *o, struct filter *f,
    struct diag *d)
{
	bool *picked = pick_packages(s, &o->packages, d);
	struct rows rows = {NULL, 0, 0};
	size_t i;

	if (picked == NULL)
		return;
	for (i = 0; i < reader_count(s); i++)
		if (picked[i])
			collect(&rows, s, i, f, o->reverse);
	if (rows.n > 0)
		qsort(rows.v, rows.n, sizeof(*rows.v), find_order(o->sort));
	if (o->json)
		print_json(s, &rows);
	else
		print_table(s, &rows, pick_is_single(s, picked), o->map);
	filter_report(f, reader_name(s), d);
	free(rows.v);
	free(picked);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct filter f = {.types = o->types,
	    .classes = o->classes.v,
	    .nclasses = o->classes.n};
	struct diag d = DIAG_INIT;
	struct package_reader *s;

	if (argc < 1)
		return usage_error(&verb_list,
		    "the name of a package file "
		    "or directory is missing");
	if (find_order(o->sort) == NULL)
		return usage_error(
		    &verb_list, "there is no order `%s'", o->sort);
	if (o->types != NULL &&
	    o->types[strspn(o->types, "fevdxlspcbi")] != '\0')
		return usage_error(&verb_list,
		    "the types are f e v d x l s p c b i, not `%s'", o->types);
	f.patterns = (const char *const *)argv + 1;
	f.npatterns = (size_t)argc - 1;
	filter_begin(&f);
	s = reader_open(argv[0], &d);
	if (s != NULL)
		list(s, o, &f, &d);
	reader_close(s);
	filter_free(&f);
	return finish(&d, &o->common);
}

const struct verb verb_list = {
    .name = "list",
    .synopsis = "[options] FILE|DIRECTORY|- [PATTERN]...",
    .summary = "list the objects of a package",
    .text = "One object a line: permissions, type, class, owner, group, size "
	    "in bytes, time\n"
	    "of last change, path.  Relative paths lie below the package's "
	    "base directory.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
