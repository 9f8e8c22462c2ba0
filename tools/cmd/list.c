/*
 * list: the objects of a package.
 */
#include <stdlib.h>
#include <string.h>

#include "base/closest.h"
#include "cmd/verbs.h"
#include "report/list_report.h"

struct options {
	struct common common;
	struct strings packages;
	struct strings volumes;
	struct strings classes;
	const char *types;
	const char *sort;
	bool reverse;
	bool map;
	bool json;
};

static const struct opt options[] = {
    OPT_PKG(struct options, packages),
    OPT_VOLUME(struct options, volumes),
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

static const char *
order_name(const struct options *o)
{
	return o->sort == NULL ? "path" : o->sort;
}

/* Are there several packages to tell apart? */
static bool
has_several(const struct package_reader *s, const bool *picked)
{
	size_t i, n = 0;

	for (i = 0; i < reader_count(s); i++)
		n += picked[i];
	return n > 1;
}

/* What the reader has of the objects that were asked for. */
static void
list_objects(struct package_reader *s, const struct options *o,
    struct filter *f, struct listing *list, struct diag *d)
{
	bool *picked = filter_packages(s, o->packages.v, o->packages.n, d);
	size_t i;

	if (picked == NULL)
		return;
	for (i = 0; i < reader_count(s); i++)
		if (picked[i])
			listing_add(list, s, i, f);
	listing_sort(list, listing_find_order(order_name(o)), o->reverse);
	if (!o->json)
		list_print_text(list, s, has_several(s, picked), o->map);
	if (!reader_failed(s))
		filter_report(f, reader_name(s), d);
	reader_finish(s);
	free(picked);
}

static enum status
unknown_order(const char *name)
{
	static const char *const names[] = {
	    "path", "size", "time", "type", "class"};
	struct closest c;
	size_t i;

	closest_begin(&c, name);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		closest_offer(&c, names[i]);
	return usage_unknown(&verb_list, "order", &c);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct filter f = {.types = o->types,
	    .classes = o->classes.v,
	    .nclasses = o->classes.n};
	struct diag d = DIAG_INIT;
	struct listing list = {NULL, 0};
	struct package_reader *s;

	if (argc < 1)
		return missing_package(&verb_list);
	if (listing_find_order(order_name(o)) == NULL)
		return unknown_order(o->sort);
	if (o->types != NULL &&
	    o->types[strspn(o->types, FILTER_TYPES)] != '\0')
		return usage_error(&verb_list,
		    "the types are f e v d x l s p c b i, not `%s'", o->types);
	filter_begin(&f, (const char *const *)argv + 1, (size_t)argc - 1);
	s = reader_open_partial(argv[0], o->volumes.v, o->volumes.n, &d);
	if (s != NULL)
		list_objects(s, o, &f, &list, &d);
	if (o->json)
		list_print_json(&list, s, &d);
	listing_free(&list);
	reader_close(s);
	filter_free(&f);
	return print_findings(&d, &o->common);
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
