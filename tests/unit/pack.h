/*
 * Small archives of any format, for tests of what reads them.
 */
#ifndef TESTS_PACK_H
#define TESTS_PACK_H

#include <archive.h>
#include <archive_entry.h>

#include "sample.h"
#include "support.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* One member of an archive in the making. */
struct pack_item {
	const char *name;
	mode_t type;
	const char *data; /* target of a link */
	size_t size;
	const char *hardlink;
	int64_t mtime; /* 0: SAMPLE_MTIME */
	size_t hole;   /* zeros before and after the data, as holes */
};

static inline void
pack_item(struct archive *a, const struct pack_item *item)
{
	struct archive_entry *e = archive_entry_new();
	size_t size = item->size + 2 * item->hole;
	char *data = calloc(1, size + 1);

	assert_non_null(data);
	archive_entry_set_pathname(e, item->name);
	archive_entry_set_filetype(e, item->type);
	archive_entry_set_perm(e, 0755);
	archive_entry_set_mtime(
	    e, item->mtime == 0 ? SAMPLE_MTIME : item->mtime, 0);
	if (item->hardlink != NULL)
		archive_entry_set_hardlink(e, item->hardlink);
	else if (item->type == AE_IFLNK)
		archive_entry_set_symlink(e, item->data);
	archive_entry_set_size(e, (la_int64_t)size);
	if (item->hole > 0)
		archive_entry_sparse_add_entry(
		    e, (la_int64_t)item->hole, (la_int64_t)item->size);
	/* a warning: the name is not in the encoding of the locale */
	assert_true(archive_write_header(a, e) >= ARCHIVE_WARN);
	if (item->size > 0)
		memcpy(data + item->hole, item->data, item->size);
	if (size > 0)
		assert_int_equal(archive_write_data(a, data, size), size);
	archive_entry_free(e);
	free(data);
}

static inline void
pack(const char *path, int format, int filter, const struct pack_item *items,
    size_t n)
{
	struct archive *a = archive_write_new();
	size_t i;

	assert_int_equal(archive_write_set_format(a, format), ARCHIVE_OK);
	assert_int_equal(archive_write_add_filter(a, filter), ARCHIVE_OK);
	assert_int_equal(archive_write_open_filename(a, path), ARCHIVE_OK);
	for (i = 0; i < n; i++)
		pack_item(a, &items[i]);
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
}

/* A member of a newc archive; a link's data is its target. */
static inline void
pack_newc(struct buf *out, uint32_t mode, uint32_t ino, uint32_t nlink,
    const char *name, const char *data)
{
	struct cpio_header h = {.ino = ino,
	    .mode = mode,
	    .nlink = nlink,
	    .mtime = SAMPLE_MTIME,
	    .size = (uint32_t)strlen(data)};

	cpio_print(&h, name, out);
	buf_str(out, data);
	sample_pad(out, CPIO_ALIGN);
}

#endif
