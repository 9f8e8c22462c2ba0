/*
 * Reads the inventory of any source, and what archives need besides: their hard
 * links resolved, their only top directory cut off.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "init/inventory_reader.h"
#include "init/rules.h"
#include "os/file.h"
#include "stream/archive.h"
#include "stream/package_reader.h"

#define INVENTORY_TEXT_MAX (1024u * 1024) /* bytes */

/*
 * The file or symbolic link that a hard link leads to, through links that come
 * before it in the archive; NULL: none.
 */
static struct inventory_entry *
link_target(const struct inventory *inv, const struct inventory_entry *entry)
{
	const struct inventory_entry *to = entry;
	size_t order;

	while (to != NULL && to->link != NULL) {
		order = to->order;
		to = inventory_find(inv, to->link);
		if (to != NULL && to->order >= order)
			return NULL;
	}
	return to == NULL || strchr("fs", to->type) == NULL
	    ? NULL
	    : &inv->v[to - inv->v];
}

static void
share_contents(
    struct inventory_entry *entry, const struct inventory_entry *from)
{
	entry->type = from->type;
	entry->mode = from->mode;
	entry->size = from->size;
	entry->cksum = from->cksum;
	entry->machine = from->machine;
	entry->is_foreign = from->is_foreign;
	memcpy(entry->sha256, from->sha256, SHA256_HEX);
	if (from->target != NULL)
		entry->target = xstrdup(from->target);
}

/* Removes the entries that are left out, and forgets the links. */
static void
drop_links(struct inventory *inv)
{
	struct inventory_entry *entry;
	size_t i, kept = 0;

	for (i = 0; i < inv->n; i++) {
		entry = &inv->v[i];
		if (entry->type == '?') {
			inventory_entry_clear(entry);
			continue;
		}
		free(entry->link);
		entry->link = NULL;
		inv->v[kept++] = *entry;
	}
	inv->n = kept;
}

/*
 * Hard links of an archive become files like the one they name; but in cpio
 * archives it is the last of the names that brings the contents.
 */
static void
resolve_links(struct inventory *inv, const char *file, struct diag *d)
{
	struct inventory_entry *entry, *to;
	size_t i;

	for (i = 0; i < inv->n; i++) {
		entry = &inv->v[i];
		if (entry->link == NULL || entry->size == 0)
			continue;
		to = link_target(inv, entry);
		if (to != NULL && to->type == 'f' && to->size == 0)
			share_contents(to, entry);
	}
	for (i = 0; i < inv->n; i++) {
		entry = &inv->v[i];
		if (entry->link == NULL || entry->size > 0)
			continue;
		to = link_target(inv, entry);
		if (to != NULL)
			share_contents(entry, to);
		else {
			inventory_leave_out(inv, entry->path, file, d,
			    "the file that it is a hard link to is missing");
			entry->type = '?';
		}
	}
	drop_links(inv);
}

/* Is it a directory of the root of a system, as that of a DESTDIR? */
static bool
is_root_directory(const char *path, size_t len)
{
	static const char names[] =
	    " bin boot etc export home kernel lib opt platform root sbin srv "
	    "usr var ";

	return words_contain(names, " ", path, len);
}

/* The only top directory, which need not be named itself, becomes the prefix. */
static void
cut_prefix(struct inventory *inv)
{
	size_t i, kept = 0, len;
	char *top;

	if (inv->n == 0)
		return;
	len = strcspn(inv->v[0].path, "/");
	if (is_root_directory(inv->v[0].path, len) ||
	    (inv->n == 1 && inv->v[0].path[len] == '\0'))
		return;
	top = xstrndup(inv->v[0].path, len);
	for (i = 0; i < inv->n; i++)
		if (strncmp(inv->v[i].path, top, len) != 0 ||
		    (inv->v[i].path[len] != '/' &&
			(inv->v[i].path[len] != '\0' || inv->v[i].type != 'd')))
			break;
	if (i < inv->n) {
		free(top);
		return;
	}
	for (i = 0; i < inv->n; i++) {
		if (inv->v[i].path[len] == '\0') {
			inventory_entry_clear(&inv->v[i]);
			continue;
		}
		memmove(inv->v[i].path, inv->v[i].path + len + 1,
		    strlen(inv->v[i].path + len + 1) + 1);
		inv->v[kept++] = inv->v[i];
	}
	inv->n = kept;
	inv->prefix = top;
}

/*
 * Leaves out what lies below a link or a file: unpacked in order it would be
 * wherever the link leads to.
 */
static void
drop_below_others(struct inventory *inv, const char *path, struct diag *d)
{
	bool *below = xcalloc(inv->n, sizeof(*below));
	size_t i, kept = 0;

	for (i = 0; i < inv->n; i++)
		below[i] = inventory_lies_below_other(inv, inv->v[i].path);
	for (i = 0; i < inv->n; i++) {
		if (!below[i]) {
			inv->v[kept++] = inv->v[i];
			continue;
		}
		inventory_leave_out(inv, inv->v[i].path, path, d,
		    "something above it is no directory");
		inventory_entry_clear(&inv->v[i]);
	}
	inv->n = kept;
	free(below);
}

/* Appends what is read of the member, up to the limit. */
static bool
read_member(struct archive_reader *r, struct buf *out)
{
	char chunk[4096];
	ssize_t n;

	while ((n = archive_reader_read(r, chunk, sizeof(chunk))) > 0 &&
	    out->len <= INVENTORY_TEXT_MAX)
		buf_add(out, chunk, (size_t)n);
	return n == 0;
}

static bool
read_archive_text(
    const char *source, const char *name, struct buf *out, struct diag *d)
{
	struct archive_reader *r = archive_reader_open(source, false, d);
	struct archive_member m;
	bool found = false;

	while (r != NULL && !found && archive_reader_next(r, &m))
		if (m.name != NULL && m.type == 'f' && m.link == NULL &&
		    strcmp(m.name, name) == 0)
			found = read_member(r, out);
	archive_reader_close(r);
	return found;
}

bool
inventory_text(const struct inventory *inv, const char *source,
    const struct inventory_entry *entry, struct buf *out, struct diag *d)
{
	const char *path = entry->source != NULL ? entry->source : entry->path;
	char *name = inv->kind == INVENTORY_TREE ? path_join(source, path)
	    : inv->prefix == NULL                ? xstrdup(path)
						 : path_join(inv->prefix, path);
	bool ok = inv->kind == INVENTORY_TREE
	    ? file_read(name, INVENTORY_TEXT_MAX, out, d)
	    : inv->kind == INVENTORY_ARCHIVE &&
		read_archive_text(source, name, out, d);

	free(name);
	return ok;
}

bool
inventory_is_package(const char *path)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = reader_open(path, &d);
	bool found = s != NULL;

	reader_close(s);
	diag_free(&d);
	return found;
}

struct inventory *
inventory_read(const char *path, struct diag *d)
{
	struct inventory *inv = xcalloc(1, sizeof(*inv));
	struct stat st;
	bool ok;

	if (inventory_is_package(path)) {
		inv->kind = INVENTORY_PACKAGE;
		ok = inventory_read_package(inv, path, d);
	} else if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		inv->kind = INVENTORY_TREE;
		ok = inventory_read_tree(inv, path, d);
	} else {
		inv->kind = INVENTORY_ARCHIVE;
		ok = inventory_read_archive(inv, path, d);
	}
	inventory_sort(inv);
	if (ok && inv->kind == INVENTORY_ARCHIVE && inv->n == 0) {
		diag_error(
		    d, path, 0, NULL, "holds nothing that a package can have");
		ok = false;
	}
	if (ok && inv->kind == INVENTORY_ARCHIVE) {
		resolve_links(inv, path, d);
		drop_below_others(inv, path, d);
		cut_prefix(inv);
	}
	if (ok) {
		inventory_move_bin(inv, path, d);
		return inv;
	}
	inventory_free(inv);
	return NULL;
}
