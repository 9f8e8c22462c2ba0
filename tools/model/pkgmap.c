#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/pkgmap.h"

static const char rule[] = "pkgmap(4)";

/* `: nparts maxpart [compressed]` */
static void
parse_head(
    struct pkgmap *map, const char *line, const char *file, struct diag *d)
{
	unsigned long long n[3] = {0, 0, 0};
	char *end;
	int i;

	line++;
	for (i = 0; i < 3; i++) {
		line += strspn(line, " \t");
		if (*line < '0' || *line > '9')
			break;
		errno = 0;
		n[i] = strtoull(line, &end, 10);
		if (errno != 0)
			break;
		line = end;
	}
	line += strspn(line, " \t\r");
	if (i < 2 || *line != '\0' || n[0] < 1 || n[0] > OBJECT_PARTS_MAX) {
		diag_error(
		    d, file, 1, rule, "the first line is not `: PARTS BLOCKS'");
		return;
	}
	map->nparts = (unsigned)n[0];
	map->maxpart = n[1];
	map->compressed = n[2];
}

static void
parse_line(struct pkgmap *map, char *line, size_t lineno, const char *file,
    struct diag *d)
{
	struct object o;

	line += strspn(line, " \t");
	if (line[0] == '\0' || line[0] == '#' || line[0] == ':')
		return;
	if (!object_parse(
		&o, line, false, &map->objects.pool, file, lineno, rule, d))
		return;
	if (o.part == 0)
		o.part = 1;
	if (o.part > map->nparts)
		diag_error(d, file, lineno, rule,
		    "%s: part %u of a package that has %u", o.path,
		    (unsigned)o.part, map->nparts);
	objects_add(&map->objects, &o);
}

static void
parse_lines(struct pkgmap *map, const char *text, size_t len, const char *file,
    struct diag *d)
{
	const char *end;
	char line[PKGMAP_LINE_MAX];
	size_t lineno, n;

	for (lineno = 1; len > 0; lineno++) {
		end = memchr(text, '\n', len);
		n = end == NULL ? len : (size_t)(end - text);
		if (n >= sizeof(line) || memchr(text, '\0', n) != NULL) {
			diag_error(d, file, lineno, rule, "%s",
			    n >= sizeof(line) ? "the line is too long"
					      : "the line holds a NUL byte");
		} else if (map->objects.n >= OBJECTS_MAX) {
			diag_error(d, file, lineno, rule,
			    "more than %d entries", OBJECTS_MAX);
			return;
		} else {
			memcpy(line, text, n);
			line[n] = '\0';
			if (lineno > 1)
				parse_line(map, line, lineno, file, d);
			else if (line[0] != ':')
				diag_error(d, file, 1, rule,
				    "does not begin with `:'");
			else
				parse_head(map, line, file, d);
		}
		n += end != NULL;
		text += n;
		len -= n;
	}
}

static const char *
the_file(const void *ctx, const struct object *o)
{
	(void)o;
	return ctx;
}

struct pkgmap *
pkgmap_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	struct pkgmap *map = xcalloc(1, sizeof(*map));
	struct diag own = DIAG_INIT;
	bool failed;

	if (len == 0)
		diag_error(&own, file, 0, rule, "is empty");
	/* no faults in the parts of entries because the first line is wrong */
	map->nparts = OBJECT_PARTS_MAX;
	parse_lines(map, text, len, file, &own);
	objects_sort(&map->objects);
	objects_check_unique(&map->objects, the_file, file, rule, &own);
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
