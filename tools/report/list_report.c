#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/mem.h"
#include "report/errors_json.h"
#include "report/list_report.h"
#include "report/text.h"

/* The columns of the table: how wide the widest entry is. */
struct widths {
	int class, owner, group, size;
};

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
format_size(char out[32], const struct object *o)
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
measure_columns(const struct listing *list)
{
	struct widths w = {1, 1, 1, 1};
	const struct object *o;
	char size[32];
	size_t i;

	for (i = 0; i < list->n; i++) {
		o = list->v[i].o;
		w.class = max(w.class, (int)strlen(or_dash(o->class)));
		w.owner = max(w.owner, (int)strlen(or_dash(o->owner)));
		w.group = max(w.group, (int)strlen(or_dash(o->group)));
		format_size(size, o);
		w.size = max(w.size, (int)strlen(size));
	}
	return w;
}

static void
format_time(char out[32], const struct object *o)
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

/* "/opt/x/file", "/opt/x/link -> file"; the caller frees. */
static char *
path_and_target(const struct object *o)
{
	char *path = text_printable(o->path), *target, *both;

	if (o->target == NULL)
		return path;
	target = text_printable(o->target);
	both = xasprintf(
	    "%s %s %s", path, o->ftype == 's' ? "->" : "=", target);
	free(target);
	free(path);
	return both;
}

/*
 * A path that does not fit into the columns has a line of its own, where it
 * stays in one piece; columns 0: everything fits.
 */
static void
print_row(const struct object *o, const struct widths *w, int columns)
{
	char mode[11], size[32], when[32];
	char *path = path_and_target(o);
	int used;

	text_mode(mode, o);
	format_size(size, o);
	format_time(when, o);
	used = printf("%s %c %-*s %-*s %-*s %*s %-16s", mode, o->ftype,
	    w->class, or_dash(o->class), w->owner, or_dash(o->owner), w->group,
	    or_dash(o->group), w->size, size, when);
	if (columns > 0 && used + 1 + text_length(path) > columns)
		printf("\n    %s\n", path);
	else
		printf(" %s\n", path);
	free(path);
}

static void
print_pkgmap_line(const struct object *o)
{
	struct buf line = BUF_INIT;

	object_print(o, &line);
	fputs(buf_text(&line), stdout);
	buf_free(&line);
}

void
list_print_text(const struct listing *list, const struct package_reader *s,
    bool with_names, bool as_pkgmap)
{
	const int columns = text_columns();
	struct widths w = measure_columns(list);
	const struct listing_row *row;
	size_t i;

	for (i = 0; i < list->n; i++) {
		row = &list->v[i];
		if (with_names && (i == 0 || row->package != row[-1].package))
			printf("%s%s:\n", i == 0 ? "" : "\n",
			    reader_package(s, row->package)->name);
		if (as_pkgmap)
			print_pkgmap_line(row->o);
		else
			print_row(row->o, &w, columns);
	}
}

static void
print_known_number(struct json *j, const char *key, int64_t n)
{
	if (n == OBJECT_UNKNOWN)
		json_null(j, key);
	else
		json_number(j, key, n);
}

static void
print_json_row(struct json *j, const struct package_reader *s,
    const struct listing_row *row)
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
	print_known_number(j, "size", o->size);
	print_known_number(j, "sum", o->sum);
	print_known_number(j, "mtime", o->mtime);
	print_known_number(j, "major", o->major);
	print_known_number(j, "minor", o->minor);
	json_end(j);
}

void
list_print_json(const struct listing *list, const struct package_reader *s,
    const struct diag *failed)
{
	const bool has_failed = diag_status(failed) != STATUS_OK;
	struct json *j = json_new(stdout);
	size_t i;

	if (has_failed) {
		json_object(j, NULL);
		errors_to_json(j, failed);
	}
	json_array(j, has_failed ? "objects" : NULL);
	for (i = 0; i < list->n; i++)
		print_json_row(j, s, &list->v[i]);
	json_free(j);
}
