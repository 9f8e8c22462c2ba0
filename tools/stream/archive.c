#include <archive.h>

#include "stream/archive.h"

/*
 * All that libarchive reads, but for what runs other programs (lrzip, lzop),
 * what names files of this machine (mtree), and the empty file.
 */
static int (*const readers[])(struct archive *) = {
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
    archive_read_support_format_zip,
};

void
archive_support_formats(struct archive *a)
{
	size_t i;

	for (i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		(void)readers[i](a);
}
