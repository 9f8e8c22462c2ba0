/*
 * The vendor's archive: a gzipped tar file of his size, to the byte.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/date.h"
#include "base/diag.h"
#include "standin.h"

static void
die(struct archive *a)
{
	fprintf(stderr, "standin-gen: %s\n", archive_error_string(a));
	exit(STATUS_SYSTEM);
}

static void
add_member(struct archive *a, const char *path, unsigned type, unsigned mode,
    int64_t mtime, const struct buf *text)
{
	struct archive_entry *e = archive_entry_new();
	struct buf name = BUF_INIT;

	buf_printf(
	    &name, ARCHIVE_PREFIX "%s%s", path[0] == '\0' ? "" : "/", path);
	archive_entry_set_pathname(e, buf_text(&name));
	archive_entry_set_filetype(e, type);
	archive_entry_set_perm(e, (mode_t)mode);
	archive_entry_set_mtime(e, (time_t)mtime, 0);
	archive_entry_set_uid(e, 0);
	archive_entry_set_gid(e, 2);
	archive_entry_set_uname(e, "root");
	archive_entry_set_gname(e, "bin");
	archive_entry_set_size(e, text == NULL ? 0 : (int64_t)text->len);
	if (archive_write_header(a, e) != ARCHIVE_OK)
		die(a);
	if (text != NULL &&
	    archive_write_data(a, text->data, text->len) != (ssize_t)text->len)
		die(a);
	archive_entry_free(e);
	buf_free(&name);
}

/* The directories of the path that the one before did not have. */
static void
add_directories(
    struct archive *a, const char *path, const char *before, int64_t mtime)
{
	struct buf directory = BUF_INIT;
	const char *p;

	for (p = strchr(path, '/'); p != NULL; p = strchr(p + 1, '/')) {
		if (strncmp(path, before, (size_t)(p - path) + 1) == 0)
			continue;
		directory.len = 0;
		buf_add(&directory, path, (size_t)(p - path));
		add_member(
		    a, buf_text(&directory), AE_IFDIR, 0755, mtime, NULL);
	}
	buf_free(&directory);
}

static int
by_path(const void *a, const void *b)
{
	return strcmp((*(const struct entry *const *)a)->path,
	    (*(const struct entry *const *)b)->path);
}

static void
add_files(struct archive *a, const char *sources, int64_t built)
{
	const struct entry **sorted;
	struct buf text = BUF_INIT;
	const char *before = "";
	size_t i, n = 0;

	sorted = calloc(ncatalog, sizeof(*sorted));
	if (sorted == NULL)
		abort();
	for (i = 0; i < ncatalog; i++)
		if (catalog[i].levels & 1u << PATCH3)
			sorted[n++] = &catalog[i];
	qsort(sorted, n, sizeof(*sorted), by_path);
	for (i = 0; i < n; i++) {
		add_directories(a, sorted[i]->path, before, built);
		before = sorted[i]->path;
		text.len = 0;
		entry_contents(sorted[i], PATCH3, sources, &text);
		add_member(a, sorted[i]->path, AE_IFREG, sorted[i]->mode,
		    entry_mtime(sorted[i], PATCH3), &text);
	}
	free(sorted);
	buf_free(&text);
}

static void
add_front(struct archive *a, const char *sources, int64_t built)
{
	static const struct {
		const char *name;
		unsigned mode;
	} files[] = {{"patchinstall", 0755}, {"readme.txt", 0644}};
	struct buf text = BUF_INIT;
	size_t i;

	add_member(a, "", AE_IFDIR, 0755, built, NULL);
	for (i = 0; i < 2; i++) {
		text.len = 0;
		read_template(
		    sources, files[i].name, levels[PATCH3].build, &text);
		add_member(
		    a, files[i].name, AE_IFREG, files[i].mode, built, &text);
	}
	buf_free(&text);
}

static void
pack(const char *sources, struct buf *out)
{
	struct archive *a = archive_write_new();
	int64_t built;
	size_t used = 0;

	if (a == NULL || !date_parse(levels[PATCH3].date, &built))
		abort();
	if (archive_write_set_format_ustar(a) != ARCHIVE_OK ||
	    archive_write_add_filter_gzip(a) != ARCHIVE_OK ||
	    archive_write_set_filter_option(
		a, "gzip", "compression-level", "9") != ARCHIVE_OK ||
	    /* else the time of day is in the header */
	    archive_write_set_filter_option(a, "gzip", "timestamp", NULL) !=
		ARCHIVE_OK ||
	    archive_write_set_bytes_in_last_block(a, 1) != ARCHIVE_OK ||
	    archive_write_open_memory(a, buf_room(out, ARCHIVE_SIZE),
		ARCHIVE_SIZE, &used) != ARCHIVE_OK)
		die(a);
	add_front(a, sources, built);
	add_files(a, sources, built);
	if (archive_write_close(a) != ARCHIVE_OK)
		die(a);
	out->len += used;
	archive_write_free(a);
}

/*
 * Fills up with an empty gzip member whose comment is as long as it takes:
 * how well the rest is packed depends on the version of zlib (RFC 1952).
 */
static void
pad(struct buf *out)
{
	static const char head[] = "\37\213\10\20\0\0\0\0\0\3";
	static const char tail[] = "\0\3\0\0\0\0\0\0\0\0\0";
	static const char note[] =
	    "This archive is a stand-in made for "
	    "tests, filled up to the size of the vendor's. ";
	const size_t around = sizeof(head) - 1 + sizeof(tail) - 1;
	size_t i, len;

	if (out->len + around + sizeof(note) > ARCHIVE_SIZE) {
		fprintf(stderr,
		    "standin-gen: the archive has %zu bytes "
		    "already: too much filler\n",
		    out->len);
		exit(STATUS_SYSTEM);
	}
	len = ARCHIVE_SIZE - out->len - around;
	buf_add(out, head, sizeof(head) - 1);
	for (i = 0; i < len; i++)
		buf_char(out, note[i % (sizeof(note) - 1)]);
	buf_add(out, tail, sizeof(tail) - 1);
}

void
make_archive(const char *sources, struct buf *out)
{
	pack(sources, out);
	pad(out);
}
