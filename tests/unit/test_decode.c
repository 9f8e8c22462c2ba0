/*
 * Contents as they are installed: class archives in all the forms that
 * libarchive makes, and what happens to damaged ones.
 */
#include "pack.h"

#include "stream/package_reader.h"
#include "stream/rule.h"

static const char pkgmap[] =
    ": 1 20\n"
    "1 d none ACMEtst 0755 root bin\n"
    "1 f none ACMEtst/a.txt 0644 root bin 6 542 1577934245\n"
    "1 f none ACMEtst/b.bin 0755 root bin 3000 0 1577934245\n"
    "1 i pkginfo 119 9257 1577934245\n";

/* The archive of the class none: a.txt and b.bin. */
static void
class_archive(struct buf *out)
{
	static const char zeros[3000];

	sample_ino = 0;
	sample_dir(out, "ACMEtst");
	sample_file(out, "ACMEtst/a.txt", "hello\n");
	sample_member(out, "ACMEtst/b.bin", 0100755, zeros, sizeof(zeros));
	sample_end(out);
}

/* A stream with this file in the place of reloc; where its contents begin. */
static size_t
stream_with(struct buf *out, const char *name, const struct buf *file)
{
	size_t at;

	sample_begin(out, sample_pkginfo, pkgmap);
	sample_file(out, "pkginfo", sample_pkginfo);
	sample_file(out, "pkgmap", pkgmap);
	sample_dir(out, "archive");
	sample_member(out, name, 0100644, file->data, file->len);
	sample_end(out);
	for (at = 0; memcmp(out->data + at, file->data, file->len) != 0; at++)
		;
	return at;
}

/* What libarchive makes of the data, in a format with a filter. */
static void
wrap(struct buf *out, int format, int filter, const struct buf *data)
{
	struct pack_item item = {
	    "none", AE_IFREG, data->data, data->len, NULL, 0, 0};
	struct buf empty = BUF_INIT;
	char path[64], chunk[4096];
	ssize_t n;
	int fd;

	close(sample_save(path, &empty));
	pack(path, format, filter, &item, 1);
	fd = open(path, O_RDONLY);
	assert_true(fd != -1);
	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		buf_add(out, chunk, (size_t)n);
	close(fd);
	unlink(path);
}

/* The files of the stream that are as they should be, of two. */
static unsigned
good_files(const struct buf *stream, struct diag *d)
{
	static const char zeros[3000];
	struct package_reader *s = reader_open_memory(
	    stream->data, stream->len, "x", d);
	unsigned good = 0;
	struct buf text = BUF_INIT;
	struct member m;
	ssize_t n;

	if (s == NULL)
		return 0;
	reader_decode(s);
	while (reader_next(s, &m)) {
		if (m.object == NULL || m.object->ftype == 'i')
			continue;
		text.len = 0;
		while ((n = reader_read(s, buf_room(&text, 512), 512)) > 0)
			text.len += (size_t)n;
		assert_true(text.len <= m.size);
		if (n < 0)
			continue;
		if (strcmp(m.object->path, "ACMEtst/a.txt") == 0)
			good += text.len == 6 &&
			    memcmp(text.data, "hello\n", 6) == 0;
		else
			good += text.len == sizeof(zeros) &&
			    memcmp(text.data, zeros, sizeof(zeros)) == 0;
	}
	buf_free(&text);
	reader_close(s);
	return good;
}

static const struct form {
	const char *name;
	int format, filter;
	bool checked;
} forms[] = {
    {"archive/none", 0, 0, false},
    {"archive/none.gz", ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, false},
    {"archive/none.bz2", ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_BZIP2, true},
    {"archive/none.xz", ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ, true},
    {"archive/none.Z", ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_COMPRESS, false},
    {"reloc.cpio.Z", ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_COMPRESS, false},
    {"reloc", 0, 0, false},
    {"archive/none.7z", ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, true},
};

/* The stream in this form; from *begin to *end is what may be damaged. */
static void
make_form(
    struct buf *stream, const struct form *form, size_t *begin, size_t *end)
{
	struct buf archive = BUF_INIT, file = BUF_INIT;
	const struct buf *stored = form->format != 0 ? &file : &archive;

	class_archive(&archive);
	if (form->format != 0)
		wrap(&file, form->format, form->filter, &archive);
	*begin = stream_with(stream, form->name, stored);
	*end = *begin + stored->len;
	buf_free(&archive);
	buf_free(&file);
}

static void
test_forms(void **state)
{
	struct buf stream = BUF_INIT;
	struct diag d = DIAG_INIT;
	size_t i, begin, end;

	(void)state;
	for (i = 0; i < COUNT(forms); i++) {
		stream.len = 0;
		make_form(&stream, &forms[i], &begin, &end);
		assert_int_equal(good_files(&stream, &d), 2);
		assert_int_equal(d.n, 0);
	}
	buf_free(&stream);
}

/*
 * A byte that is wrong is told, or makes no difference to the files, where the
 * format has checksums that libarchive compares, which it does not do with
 * those of gzip.
 */
static void
test_flips(void **state)
{
	struct buf stream = BUF_INIT;
	struct diag d = DIAG_INIT;
	size_t i, at, begin, end;
	unsigned good;

	(void)state;
	for (i = 0; i < COUNT(forms); i++) {
		stream.len = 0;
		make_form(&stream, &forms[i], &begin, &end);
		for (at = begin; at < end; at += 3) {
			stream.data[at] = (char)(stream.data[at] ^ 0x10);
			good = good_files(&stream, &d);
			if (good < 2 && forms[i].checked)
				assert_true(d.n > 0);
			diag_free(&d);
			stream.data[at] = (char)(stream.data[at] ^ 0x10);
		}
	}
	buf_free(&stream);
}

static void
test_truncated(void **state)
{
	struct buf stream = BUF_INIT, archive = BUF_INIT, file = BUF_INIT,
		   part = BUF_INIT;
	struct diag d = DIAG_INIT;
	size_t i;

	(void)state;
	class_archive(&archive);
	for (i = 1; i < COUNT(forms); i++) {
		if (forms[i].format == 0)
			continue;
		file.len = part.len = stream.len = 0;
		wrap(&file, forms[i].format, forms[i].filter, &archive);
		buf_add(&part, file.data, file.len * 2 / 3);
		stream_with(&stream, forms[i].name, &part);
		assert_true(good_files(&stream, &d) < 2);
		assert_true(d.worst >= SEVERITY_ERROR);
		diag_free(&d);
	}
	buf_free(&archive);
	buf_free(&file);
	buf_free(&part);
	buf_free(&stream);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_flips),
	    cmocka_unit_test(test_truncated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
