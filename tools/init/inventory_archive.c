/*
 * The inventory of an archive of any kind, in one pass.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "init/inventory_reader.h"
#include "stream/archive.h"

#define BLOCK 65536 /* bytes read at a time */

static bool
digest_contents(struct archive *a, struct inventory_entry *entry,
    const char *path, struct diag *d)
{
	struct file_digests m;
	const void *data;
	la_int64_t offset;
	size_t len;
	int status;

	digests_begin(&m);
	while ((status = archive_read_data_block(a, &data, &len, &offset)) ==
	    ARCHIVE_OK)
		digests_update(&m, data, len);
	digests_end(&m, entry);
	if (status == ARCHIVE_EOF)
		return true;
	diag_error(d, path, 0, NULL, "%s: damaged: %s", entry->path,
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
type_of(struct archive_entry *ae)
{
	if (archive_entry_hardlink(ae) != NULL)
		return 'l';
	switch (archive_entry_filetype(ae)) {
	case AE_IFREG: return 'f';
	case AE_IFDIR: return 'd';
	case AE_IFLNK: return 's';
	default: return '?';
	}
}

static bool
add_entry(struct inventory *inv, struct archive *a, struct archive_entry *ae,
    const char *path, struct diag *d)
{
	struct inventory_entry entry = {.type = type_of(ae),
	    .mode = (unsigned)archive_entry_perm(ae),
	    .mtime = (int64_t)archive_entry_mtime(ae)};
	const char *target = NULL;

	entry.path = clean_name(archive_entry_pathname(ae));
	if (entry.path == NULL)
		return true;
	if (entry.type == '?')
		diag_warn(d, path, 0, NULL,
		    "%s: left out: it is a device, a pipe or a socket",
		    entry.path);
	if (entry.type == 's') {
		target = archive_entry_symlink(ae);
		if (target == NULL)
			target = "";
		entry.target = xstrdup(target);
	}
	if (entry.type == '?' ||
	    !inventory_check(entry.path, target, path, d)) {
		inventory_entry_clear(&entry);
		return true;
	}
	if (entry.type == 'l')
		entry.target = clean_name(archive_entry_hardlink(ae));
	if (entry.type == 'f' && !digest_contents(a, &entry, path, d)) {
		inventory_entry_clear(&entry);
		return false;
	}
	return inventory_add(inv, &entry, path, d);
}

static struct archive *
open_archive(const char *path, struct diag *d)
{
	struct archive *a = archive_read_new();

	if (a != NULL)
		archive_support_formats(a);
	if (a == NULL ||
	    archive_read_open_filename(a, path, BLOCK) != ARCHIVE_OK) {
		diag_error(d, path, 0, NULL,
		    "is neither a directory nor a package nor an "
		    "archive: %s",
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
	struct archive_entry *ae;
	bool ok = a != NULL;
	int status = ARCHIVE_EOF;

	while (ok && (status = archive_read_next_header(a, &ae)) == ARCHIVE_OK)
		ok = add_entry(inv, a, ae, path, d);
	if (ok && status != ARCHIVE_EOF) {
		diag_error(
		    d, path, 0, NULL, "damaged: %s", archive_error_string(a));
		ok = false;
	}
	archive_read_free(a);
	return ok;
}
