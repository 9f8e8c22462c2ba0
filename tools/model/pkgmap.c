#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/pkgmap.h"

static const char rule[] = "pkgmap(4)";

/* `: nparts maxpart [compressed]` */
static void
parse_first_line(
    struct pkgmap *map, struct slice line, const struct location *at)
{
	uint64_t n[3] = {0, 0, 0};
	struct slice word;
	bool valid = line.len > 0 && line.p[0] == ':';
	int i;

	if (!valid) {
		diag_error_at(at, "does not begin with `:'");
		return;
	}
	line.p++;
	line.len--;
	for (i = 0; word_next(&line, " \t\r", &word); i++)
		valid = valid && i < 3 &&
		    number_parse(word, 10, UINT64_MAX, &n[i]);
	if (!valid || i < 2 || n[0] < 1 || n[0] > OBJECT_PARTS_MAX) {
		diag_error_at(at, "the first line is not `: PARTS BLOCKS'");
		return;
	}
	map->nparts = (unsigned)n[0];
	map->maxpart = n[1];
	map->compressed = n[2];
}

static void
parse_entry(struct pkgmap *map, struct slice line, const struct location *at)
{
	struct slice rest = line, word;
	struct object o;

	if (!word_next(&rest, " \t", &word) || word.p[0] == '#' ||
	    word.p[0] == ':')
		return;
	if (!object_parse(&o, line, false, &map->objects.pool, at))
		return;
	if (o.part == 0)
		o.part = 1;
	if (o.part > map->nparts)
		diag_error_at(at, "%s: part %u of a package that has %u",
		    o.path, (unsigned)o.part, map->nparts);
	objects_add(&map->objects, &o);
}

static void
parse_lines(struct pkgmap *map, struct slice text, struct location *at)
{
	struct slice line;

	while (line_next(&text, &line)) {
		at->line++;
		if (line.len >= PKGMAP_LINE_MAX)
			diag_error_at(at, "the line is too long");
		else if (memchr(line.p, '\0', line.len) != NULL)
			diag_error_at(at, "the line holds a NUL byte");
		else if (map->objects.n >= OBJECTS_MAX) {
			diag_error_at(at, "more than %d entries", OBJECTS_MAX);
			return;
		} else if (at->line == 1)
			parse_first_line(map, line, at);
		else
			parse_entry(map, line, at);
	}
}

/* All entries come from one file, whose name is ctx. */
static const char *
file_name(const void *ctx, const struct object *o)
{
	(void)o;
	return ctx;
}

struct pkgmap *
pkgmap_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	struct pkgmap *map = xcalloc(1, sizeof(*map));
	struct diag own = DIAG_INIT;
	struct location at = {file, 0, rule, &own};
	bool failed;

	if (len == 0)
		diag_error_at(&at, "is empty");
	/* so that a wrong first line makes no part number wrong */
	map->nparts = OBJECT_PARTS_MAX;
	parse_lines(map, (struct slice){text, len}, &at);
	objects_sort(&map->objects);
	objects_check_unique(&map->objects, file_name, file, rule, &own);
	failed = own.worst >= SEVERITY_ERROR;
	diag_move(d, &own);
	if (failed) {
		pkgmap_free(map);
		return NULL;
	}
	return map;
}

void
pkgmap_write(const struct pkgmap *map, struct buf *out)
{
	size_t i;

	buf_printf(
	    out, ": %u %llu", map->nparts, (unsigned long long)map->maxpart);
	if (map->compressed > 0)
		buf_printf(out, " %llu", (unsigned long long)map->compressed);
	buf_char(out, '\n');
	for (i = 0; i < map->objects.n; i++)
		object_print(&map->objects.v[i], out);
}

char *
pkgmap_member(const struct pkgmap *map, const struct object *o)
{
	bool absolute = o->path[0] == '/';
	const char *top = absolute ? "root" : "reloc";

	if (o->ftype == 'i')
		return strcmp(o->path, "pkginfo") == 0
		    ? xstrdup("pkginfo")
		    : xasprintf("install/%s", o->path);
	if (map->nparts > 1)
		return xasprintf("%s.%u/%s", top, o->part == 0 ? 1u : o->part,
		    o->path + absolute);
	return xasprintf("%s/%s", top, o->path + absolute);
}

void
pkgmap_free(struct pkgmap *map)
{
	if (map == NULL)
		return;
	objects_free(&map->objects);
	free(map);
}
