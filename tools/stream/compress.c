#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "os/file.h"
#include "stream/compress.h"

#define CHUNK (256u * 1024)

static const struct kind {
	const char *suffix, *name;
	int (*add)(struct archive *);
} kinds[] = {
    {".gz", "gzip", archive_write_add_filter_gzip},
    {".bz2", "bzip2", archive_write_add_filter_bzip2},
    {".xz", "xz", archive_write_add_filter_xz},
    {".zst", "zstd", archive_write_add_filter_zstd},
};

#define NKINDS (sizeof(kinds) / sizeof(kinds[0]))

const char *
compression_of_name(const char *name)
{
	size_t i, len = strlen(name), cut;

	for (i = 0; i < NKINDS; i++) {
		cut = strlen(kinds[i].suffix);
		if (len > cut && strcmp(name + len - cut, kinds[i].suffix) == 0)
			return kinds[i].name;
	}
	return NULL;
}

/* A raw stream through the filter; gzip writes no time. */
static bool
begin(struct archive *a, const char *compression, int to)
{
	struct archive_entry *entry;
	bool ok;
	size_t i;

	for (i = 0; i < NKINDS; i++)
		if (strcmp(kinds[i].name, compression) == 0 &&
		    kinds[i].add(a) != ARCHIVE_OK)
			return false;
	if (archive_write_set_format_raw(a) != ARCHIVE_OK ||
	    (strcmp(compression, "gzip") == 0 &&
		archive_write_set_filter_option(a, "gzip", "timestamp", NULL) !=
		    ARCHIVE_OK) ||
	    archive_write_set_bytes_in_last_block(a, 1) != ARCHIVE_OK ||
	    archive_write_open_fd(a, to) != ARCHIVE_OK)
		return false;
	entry = archive_entry_new();
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_pathname(entry, "data");
	ok = archive_write_header(a, entry) == ARCHIVE_OK;
	archive_entry_free(entry);
	return ok;
}

static bool
copy(struct archive *a, int from)
{
	char *chunk = xmalloc(CHUNK);
	off_t offset = 0;
	ssize_t n;
	bool ok = true;

	while (ok && (n = file_pread_full(from, chunk, CHUNK, offset)) != 0) {
		ok = n > 0 && archive_write_data(a, chunk, (size_t)n) == n;
		offset += n;
	}
	free(chunk);
	return ok;
}

static bool
compress_file(
    const char *compression, int from, int to, const char *name, struct diag *d)
{
	struct archive *a = archive_write_new();
	bool ok = a != NULL && begin(a, compression, to) && copy(a, from) &&
	    archive_write_close(a) == ARCHIVE_OK;

	if (!ok)
		diag_add(d, SEVERITY_SYSTEM, name, 0, NULL, NULL,
		    "cannot compress with %s: %s", compression,
		    a == NULL || archive_error_string(a) == NULL
			? "out of memory"
			: archive_error_string(a));
	(void)archive_write_free(a);
	return ok;
}

struct output *
compress_output(
    struct output *out, const char *name, bool force, struct diag *d)
{
	const char *compression = compression_of_name(name);
	struct output *small;

	if (compression == NULL)
		return out;
	small = output_open_seekable(name, force, d);
	if (small != NULL &&
	    !compress_file(
		compression, output_fd(out), output_fd(small), name, d)) {
		output_discard(small);
		small = NULL;
	}
	output_discard(out);
	if (small != NULL)
		diag_warn(d, name, 0, NULL,
		    "pkgadd reads no compressed file: %s -d comes first",
		    compression);
	return small;
}
