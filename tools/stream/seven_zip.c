#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/file.h"
#include "stream/rule.h"
#include "stream/seven_zip.h"

#define BLOCK 65536

struct seven_zip {
	char *name;
	struct diag *d;
	int fd; /* a copy of the file */
	int64_t size, position;
	struct archive *a;
	char block[BLOCK];
};

static ssize_t
fail(struct seven_zip *z)
{
	const char *text = archive_error_string(z->a);

	rule_report(z->d, RULE_COMPRESSION, z->name, NULL,
	    "the 7-Zip file is damaged: %s",
	    text == NULL ? "it cannot be read" : text);
	return -1;
}

static bool
copy(struct seven_zip *z, struct input *in)
{
	ssize_t n;

	z->fd = file_scratch();
	if (z->fd == -1) {
		diag_system(z->d, z->name, "cannot make a temporary file");
		return false;
	}
	while ((n = input_read(in, z->block, BLOCK)) > 0) {
		if (!file_write_full(z->fd, z->block, (size_t)n)) {
			diag_system(
			    z->d, z->name, "cannot write to a temporary file");
			return false;
		}
		z->size += n;
	}
	return n == 0;
}

static la_ssize_t
read_block(struct archive *a, void *ctx, const void **block)
{
	struct seven_zip *z = ctx;
	ssize_t n = file_pread_full(z->fd, z->block, BLOCK, (off_t)z->position);

	if (n == -1)
		archive_set_error(a, errno, "cannot read: %s", strerror(errno));
	else
		z->position += n;
	*block = z->block;
	return n;
}

static la_int64_t
seek(struct archive *a, void *ctx, la_int64_t offset, int whence)
{
	struct seven_zip *z = ctx;
	int64_t from = whence == SEEK_SET ? 0
	    : whence == SEEK_CUR          ? z->position
					  : z->size;
	int64_t to;

	if (__builtin_add_overflow(from, offset, &to) || to < 0) {
		archive_set_error(a, EINVAL, "an offset leads out of the file");
		return ARCHIVE_FATAL;
	}
	z->position = to;
	return to;
}

/* Stands before the contents of the first file. */
static bool
open_archive(struct seven_zip *z)
{
	struct archive_entry *entry;
	int status;

	z->a = archive_read_new();
	if (z->a == NULL)
		out_of_memory();
	(void)archive_read_support_format_7zip(z->a);
	(void)archive_read_set_seek_callback(z->a, seek);
	status = archive_read_open(z->a, z, NULL, read_block, NULL);
	if (status == ARCHIVE_OK)
		status = archive_read_next_header(z->a, &entry);
	if (status == ARCHIVE_EOF) {
		rule_report(z->d, RULE_COMPRESSION, z->name, NULL,
		    "there is nothing in the 7-Zip file");
		return false;
	}
	if (status == ARCHIVE_OK || status == ARCHIVE_WARN)
		return true;
	(void)fail(z);
	return false;
}

struct seven_zip *
seven_zip_open(struct input *in, const char *name, struct diag *d)
{
	struct seven_zip *z = xcalloc(1, sizeof(*z));

	z->fd = -1;
	z->name = xstrdup(name);
	z->d = d;
	if (copy(z, in) && open_archive(z))
		return z;
	seven_zip_free(z);
	return NULL;
}

ssize_t
seven_zip_read(void *zip, void *data, size_t len)
{
	struct seven_zip *z = zip;
	la_ssize_t n = archive_read_data(z->a, data, len);

	return n >= 0 ? (ssize_t)n : fail(z);
}

void
seven_zip_free(struct seven_zip *z)
{
	if (z == NULL)
		return;
	(void)archive_read_free(z->a);
	if (z->fd != -1)
		close(z->fd);
	free(z->name);
	free(z);
}
