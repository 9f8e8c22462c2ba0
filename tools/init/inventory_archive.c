/*
 * The inventory of an archive of any kind, in one pass.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "init/inventory_impl.h"

#define BLOCK 65536 /* bytes read at a time */

static bool
measure(struct archive *a, struct inventory_entry *item, const char *path,
    struct diag *d)
{
	struct measure m;
	const void *data;
	la_int64_t offset;
	size_t len;
	int status;

	measure_begin(&m);
	while ((status = archive_read_data_block(a, &data, &len, &offset)) ==
	    ARCHIVE_OK)
		measure_update(&m, data, len);
	measure_end(&m, item);
	if (status == ARCHIVE_EOF)
		return true;
	diag_error(d, path, 0, NULL, "%s: damaged: %s", item->path,
	    archive_error_string(a));
	return false;
}

/* `./a/' as `a'; NULL for the top itself. */
static char *
clean_name(const char *name)
{
	char *copy;

	if (name == NULL)
		return NULL;
	copy = xstrdup(name);
	path_canonize(copy);
	if (copy[0] != '\0')
		return copy;
	free(copy);
	return NULL;
}

static char
type_of(struct archive_entry *entry)
{
	if (archive_entry_hardlink(entry) != NULL)
		return 'l';
	switch (archive_entry_filetype(entry)) {
	case AE_IFREG: return 'f';
	case AE_IFDIR: return 'd';
	case AE_IFLNK: return 's';
	default: return '?';
	}
}

static bool
add_entry(struct inventory *inv, struct archive *a, struct archive_entry *entry,
    const char *path, struct diag *d)
{
	struct inventory_entry item = {.type = type_of(entry),
	    .mode = (unsigned)archive_entry_perm(entry),
	    .mtime = (int64_t)archive_entry_mtime(entry)};
	const char *target = NULL;

	item.path = clean_name(archive_entry_pathname(entry));
	if (item.path == NULL)
		return true;
	if (item.type == '?')
		diag_warn(d, path, 0, NULL,
		    "%s: left out, as it is a device "
		    "or the like",
		    item.path);
	if (item.type == '?' || !inventory_check(item.path, path, d)) {
		free(item.path);
		return true;
	}
	if (item.type == 's')
		target = archive_entry_symlink(entry);
	if (item.type == 's')
		item.target = xstrdup(target == NULL ? "" : target);
	if (item.type == 'l')
		item.target = clean_name(archive_entry_hardlink(entry));
	if (item.type == 'f' && !measure(a, &item, path, d)) {
		free(item.path);
		return false;
	}
	return inventory_add(inv, &item, path, d);
}

static struct archive *
open_archive(const char *path, struct diag *d)
{
	struct archive *a = archive_read_new();

	if (a == NULL || archive_read_support_filter_all(a) < ARCHIVE_WARN ||
	    archive_read_support_format_all(a) < ARCHIVE_WARN ||
	    archive_read_open_filename(a, path, BLOCK) != ARCHIVE_OK) {
		diag_error(d, path, 0, NULL,
		    "no directory, no package and "
		    "no archive: %s",
		    a == NULL ? "no memory" : archive_error_string(a));
		archive_read_free(a);
		return NULL;
	}
	return a;
}

bool
inventory_read_archive(struct inventory *inv, const char *path, struct diag *d)
{
	struct archive *a = open_archive(path, d);
	struct archive_entry *entry;
	bool ok = a != NULL;
	int status = ARCHIVE_EOF;

	while (
	    ok && (status = archive_read_next_header(a, &entry)) == ARCHIVE_OK)
		ok = add_entry(inv, a, entry, path, d);
	if (ok && status != ARCHIVE_EOF) {
		diag_error(
		    d, path, 0, NULL, "damaged: %s", archive_error_string(a));
		ok = false;
	}
	archive_read_free(a);
	return ok;
}
