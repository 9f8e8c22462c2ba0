#include <archive.h>
#include <stddef.h>

#include "stream/archive_formats.h"

/*
 * All that libarchive reads, but for filters that run other programs (grzip,
 * lrzip, lzop), for mtree, which names files of this machine, and for the
 * empty file.  A zip is read by its table only: without it, symbolic links
 * look like files.
 */
static int (*const formats[])(struct archive *) = {
    archive_read_support_filter_bzip2,
    archive_read_support_filter_compress,
    archive_read_support_filter_gzip,
    archive_read_support_filter_lz4,
    archive_read_support_filter_lzip,
    archive_read_support_filter_lzma,
    archive_read_support_filter_rpm,
    archive_read_support_filter_uu,
    archive_read_support_filter_xz,
    archive_read_support_filter_zstd,
    archive_read_support_format_7zip,
    archive_read_support_format_ar,
    archive_read_support_format_cab,
    archive_read_support_format_cpio,
    archive_read_support_format_iso9660,
    archive_read_support_format_lha,
    archive_read_support_format_rar,
    archive_read_support_format_rar5,
    archive_read_support_format_tar,
    archive_read_support_format_warc,
    archive_read_support_format_xar,
    archive_read_support_format_zip_seekable,
};

locale_t
archive_formats_locale(void)
{
	static const char *const names[] = {
	    "C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"};
	locale_t utf8 = (locale_t)0;
	size_t i;

	for (i = 0; utf8 == (locale_t)0 && i < sizeof(names) / sizeof(names[0]);
	     i++)
		utf8 = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
	return utf8;
}

int
archive_formats_next(
    struct archive *a, locale_t utf8, struct archive_entry **entry)
{
	locale_t before = (locale_t)0;
	int status;

	if (utf8 != (locale_t)0)
		before = uselocale(utf8);
	status = archive_read_next_header(a, entry);
	if (utf8 != (locale_t)0)
		(void)uselocale(before);
	return status;
}

struct archive *
archive_formats_open(void)
{
	struct archive *a = archive_read_new();
	size_t i;

	for (i = 0; a != NULL && i < sizeof(formats) / sizeof(formats[0]); i++)
		(void)formats[i](a);
	return a;
}
