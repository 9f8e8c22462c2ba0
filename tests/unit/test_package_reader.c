#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/digest.h"
#include "stream/package_reader.h"
#include "stream/rule.h"

#include "sample.h"

/* Opens the bytes as a file. */
static struct package_reader *
open_bytes(const struct buf *b, struct diag *d)
{
	struct package_reader *s;
	char path[64];

	close(sample_save(path, b));
	s = reader_open(path, d);
	unlink(path);
	return s;
}

static bool
has_rule(const struct diag *d, enum rule rule)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		if (d->v[i].rule != NULL &&
		    strcmp(d->v[i].rule, rule_name(rule)) == 0)
			return true;
	return false;
}

/* Walks to the end; the number of members. */
static size_t
walk(struct package_reader *s)
{
	struct member m;
	char data[100];
	size_t n;

	for (n = 0; reader_next(s, &m); n++)
		while (n % 2 == 0 && reader_read(s, data, sizeof(data)) > 0)
			;
	return n;
}

/* The bytes are refused, or at least not walked to the end, for this rule. */
static void
refused(struct buf *b, enum rule rule)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = open_bytes(b, &d);

	if (s != NULL) {
		walk(s);
		assert_true(reader_failed(s));
		reader_close(s);
	}
	assert_true(has_rule(&d, rule));
	assert_int_equal(diag_status(&d), STATUS_INPUT);
	diag_free(&d);
	buf_free(b);
}

/* The bytes are read to the end with this finding. */
static void
accepted(struct buf *b, enum rule rule, size_t members)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = open_bytes(b, &d);

	assert_non_null(s);
	assert_int_equal(walk(s), members);
	assert_false(reader_failed(s));
	reader_close(s);
	if (rule == RULES)
		assert_int_equal(d.n, 0);
	else
		assert_true(has_rule(&d, rule));
	diag_free(&d);
	buf_free(b);
}

static void
test_golden(void **state)
{
	struct sha256 *h = sha256_new();
	char hex[SHA256_HEX];
	struct buf b = BUF_INIT;

	(void)state;
	sample_stream(&b);
	assert_int_equal(b.len, 6144);
	sha256_update(h, b.data, b.len);
	sha256_final(h, hex);
	assert_string_equal(hex,
	    "d30254b497ed195ba70c590271a4946e"
	    "7861b2b84b07826f96da55325274715d");
	buf_free(&b);
}

static void
test_members(void **state)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	const struct package *p;
	struct package_reader *s;
	struct member m;
	char data[10];

	(void)state;
	sample_stream(&b);
	s = open_bytes(&b, &d);
	assert_non_null(s);
	assert_int_equal(reader_count(s), 1);
	assert_false(reader_is_directory(s));
	assert_int_equal(reader_header_size(s), 512);
	assert_int_equal(reader_info_end(s), 1536);
	assert_null(reader_signature(s));
	p = reader_package(s, 0);
	assert_string_equal(p->name, "ACMEtst");
	assert_string_equal(p->info_text.data, sample_pkginfo);
	assert_string_equal(p->map_text.data, sample_pkgmap);
	assert_int_equal(p->map->objects.n, 4);
	assert_true(reader_next(s, &m));
	assert_string_equal(m.name, "pkginfo");
	assert_int_equal(m.object->ftype, 'i');
	assert_true(reader_next(s, &m));
	assert_null(m.object);
	assert_true(reader_next(s, &m) && reader_next(s, &m));
	assert_string_equal(m.name, "reloc/ACMEtst");
	assert_null(m.object);
	assert_int_equal(m.mode, 040755);
	assert_true(reader_next(s, &m));
	assert_string_equal(m.object->path, "ACMEtst/a.txt");
	assert_int_equal(m.mtime, SAMPLE_MTIME);
	assert_int_equal(m.part, 1);
	assert_int_equal(reader_read(s, data, 4), 4);
	assert_memory_equal(data, "hell", 4);
	assert_int_equal(reader_read(s, data, 10), 2);
	assert_int_equal(reader_read(s, data, 10), 0);
	assert_true(reader_next(s, &m));
	assert_string_equal(m.name, "reloc/ACMEtst/b.bin");
	assert_int_equal(m.size, 3000);
	assert_false(reader_next(s, &m));
	assert_false(reader_failed(s));
	assert_int_equal(d.n, 0);
	reader_close(s);
	buf_free(&b);
}

/* What lies before the chosen package is passed over; the walk ends with it. */
/* Memory is read as the file is, also when members are skipped. */
static void
test_memory(void **state)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct package_reader *s;
	struct member m;
	size_t n, i;

	(void)state;
	sample_stream(&b);
	s = open_bytes(&b, &d);
	n = walk(s);
	reader_close(s);
	s = reader_open_memory(b.data, b.len, "memory", &d);
	assert_non_null(s);
	assert_string_equal(reader_name(s), "memory");
	assert_int_equal(reader_file_size(s), b.len);
	assert_int_equal(walk(s), n);
	reader_close(s);
	s = reader_open_memory(b.data, b.len, "memory", &d);
	for (i = 0; reader_next(s, &m); i++)
		;
	assert_int_equal(i, n);
	assert_false(reader_failed(s));
	reader_close(s);
	assert_int_equal(d.n, 0);
	s = reader_open_memory(b.data, 1000, "memory", &d);
	assert_null(s);
	assert_true(has_rule(&d, RULE_TRUNCATED));
	diag_free(&d);
	buf_free(&b);
}

static void
test_select(void **state)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct package_reader *s;
	struct member m;
	static const char two[] = "PKG=B\nNAME=b\nARCH=a\nVERSION=1\n"
				  "CATEGORY=application\n";

	(void)state;
	sample_header(&b, "A 1 2\nB 1 2\nC 1 2\n");
	sample_file(&b, "B/pkgmap", ": 1 2\n");
	sample_file(&b, "A/pkginfo", sample_pkginfo);
	sample_file(&b, "A/pkgmap", ": 1 2\n1 f none x 0644 root bin ? ? ?\n");
	sample_file(&b, "B/pkginfo", two);
	sample_file(&b, "C/pkginfo", two);
	sample_file(&b, "C/pkgmap", ": 1 2\n");
	sample_end(&b);
	sample_file(&b, "reloc/x", "x");
	sample_file(&b, "reloc/y", "y");
	sample_end(&b);
	sample_file(&b, "pkginfo", two);
	sample_end(&b);
	s = open_bytes(&b, &d);
	assert_non_null(s);
	assert_int_equal(reader_find(s, "B"), 1);
	assert_int_equal(reader_find(s, "D"), -1);
	reader_select(s, 1);
	assert_true(reader_next(s, &m));
	assert_string_equal(m.name, "pkginfo");
	assert_int_equal(m.package, 1);
	assert_false(reader_next(s, &m));
	assert_false(reader_failed(s));
	reader_close(s);
	assert_int_equal(d.n, 0);
	buf_free(&b);
}

static void
test_header(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	sample_stream(&b);
	b.data[2] = 'p';
	refused(&b, RULE_FORMAT);
	refused(&b, RULE_FORMAT); /* empty */
	buf_str(&b, "0707010000");
	refused(&b, RULE_FORMAT);
	sample_header(&b, "ACMEtst 1\n");
	refused(&b, RULE_HEADER);
	sample_header(&b, "ACMEtst 0 20\n");
	refused(&b, RULE_HEADER);
	sample_header(&b, "ACMEtst 1 20x\n");
	refused(&b, RULE_HEADER);
	sample_header(&b, "../x 1 20\n");
	refused(&b, RULE_HEADER);
	sample_header(&b, "A 1 2\nA 1 2\n");
	refused(&b, RULE_HEADER);
	sample_header(&b, "");
	refused(&b, RULE_HEADER);
	sample_header(&b,
	    "A 1 2 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaa\n");
	refused(&b, RULE_HEADER);
	buf_str(&b, HEADER_MAGIC "\nA 1 2\n");
	buf_zero(&b, HEADER_MAX + HEADER_BLOCK);
	refused(&b, RULE_HEADER);
}

/* Replaces the header of the sample by another text, padded to len. */
static void
with_header(struct buf *out, const char *text, size_t len)
{
	struct buf b = BUF_INIT;

	sample_stream(&b);
	buf_str(out, text);
	if (len > out->len)
		buf_zero(out, len - out->len);
	buf_add(out, b.data + 512, b.len - 512);
	buf_free(&b);
}

static void
test_header_tolerance(void **state)
{
	struct buf b = BUF_INIT, text = BUF_INIT;

	(void)state;
	with_header(&b,
	    HEADER_MAGIC "\n# comment\n\nACMEtst 1 20 7\n" HEADER_END "\n",
	    512);
	accepted(&b, RULES, 6);
	with_header(&b, HEADER_MAGIC "\nACMEtst 1 20\n" HEADER_END "\n", 1024);
	accepted(&b, RULE_HEADER_BLOCK, 6);
	with_header(&b, HEADER_MAGIC "\nACMEtst 1 20\n" HEADER_END "\n", 1536);
	refused(&b, RULE_ARCHIVE);
	with_header(&b, HEADER_MAGIC "\nACMEtst 1 21\n" HEADER_END "\n", 512);
	accepted(&b, RULE_BLOCKS, 6);
	with_header(&b, HEADER_MAGIC "\nACMEtst 2 20\n" HEADER_END "\n", 512);
	refused(&b, RULE_TRUNCATED);
	with_header(
	    &b, HEADER_MAGIC "\nACMEtst 2 20 1 1\n" HEADER_END "\n", 512);
	refused(&b, RULE_VOLUME);
	/* a text of exactly 512 bytes, with and without the extra block */
	buf_str(&text, HEADER_MAGIC "\nACMEtst 1 20\n");
	while (text.len < 512 - 16)
		buf_str(&text,
		    text.len + 100 < 512 ? "#2345678901234567890123456789\n"
					 : "#\n");
	buf_str(&text, HEADER_END "\n");
	if (text.len == 512) {
		with_header(&b, text.data, 512);
		accepted(&b, RULES, 6);
		with_header(&b, text.data, 1024);
		accepted(&b, RULE_HEADER_BLOCK, 6);
	} else
		fail();
	buf_free(&text);
}

static void
test_padding(void **state)
{
	struct buf b = BUF_INIT, c = BUF_INIT;

	(void)state;
	sample_stream(&b);
	while (b.data[b.len - 1] == '\0')
		b.len--;
	b.len += 4; /* NUL and padding of the trailer */
	accepted(&b, RULE_PADDING, 6);
	sample_stream(&b);
	buf_zero(&b, 4096);
	accepted(&b, RULES, 6);
	sample_stream(&b);
	buf_zero(&b, 4096);
	buf_char(&b, 'x');
	accepted(&b, RULE_TRAILING, 6);
	/* the info archive padded to 5120 */
	sample_stream(&c);
	buf_add(&b, c.data, 1536);
	buf_zero(&b, 4096);
	buf_add(&b, c.data + 1536, c.len - 1536);
	refused(&b, RULE_ARCHIVE);
	/* ... and not at all */
	buf_add(&b, c.data, 1536 - 4);
	buf_add(&b, c.data + 1536, c.len - 1536);
	refused(&b, RULE_ARCHIVE);
	buf_free(&c);
}

static void
test_info_archive(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	sample_header(&b, "A 1 2\n");
	sample_file(&b, "A/pkginfo", sample_pkginfo);
	sample_end(&b);
	refused(&b, RULE_INFO_MISSING);
	sample_header(&b, "A 1 2\n");
	sample_file(&b, "A/pkginfo", sample_pkginfo);
	sample_file(&b, "A/pkgmap", sample_pkgmap);
	sample_file(&b, "A/pkgmap", sample_pkgmap);
	sample_end(&b);
	refused(&b, RULE_MEMBER_TWICE);
	sample_header(&b, "A 1 20\n");
	sample_file(&b, "./A/pkginfo", sample_pkginfo);
	sample_file(&b, "A/pkgmap", sample_pkgmap);
	sample_file(&b, "A/install/i.x", "");
	sample_file(&b, "signature", "sig");
	sample_end(&b);
	sample_end(&b);
	accepted(&b, RULE_MEMBER_DOT, 0);
}

static void
test_signature(void **state)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct package_reader *s;

	(void)state;
	sample_header(&b, "A 1 20\n");
	sample_file(&b, "A/pkginfo", sample_pkginfo);
	sample_file(&b, "A/pkgmap", sample_pkgmap);
	sample_file(&b, "signature", "sig");
	sample_end(&b);
	sample_end(&b);
	s = open_bytes(&b, &d);
	assert_non_null(reader_signature(s));
	assert_string_equal(reader_signature(s)->data, "sig");
	assert_int_equal(d.n, 0);
	reader_close(s);
	buf_free(&b);
}

/* Members that lead elsewhere are left out, the others are read. */
static void
test_unsafe_members(void **state)
{
	static const char *const names[] = {
	    "/etc/passwd",
	    "../x",
	    "reloc/../../x",
	    "reloc//x",
	    "",
	    "reloc/.",
	    "reloc/x/",
	};
	struct buf b = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		sample_begin(&b, sample_pkginfo, sample_pkgmap);
		sample_file(&b, names[i], "evil");
		sample_file(&b, "pkginfo", sample_pkginfo);
		sample_end(&b);
		accepted(&b, RULE_MEMBER_NAME, 1);
	}
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_member(&b, "reloc/link", 0120777, "/etc", 4);
	sample_member(&b, "reloc/dev", 020666, "", 0);
	sample_member(&b, "reloc/dir", 040755, "data", 4);
	sample_file(&b, "./pkginfo", sample_pkginfo);
	sample_end(&b);
	accepted(&b, RULE_MEMBER_TYPE, 1);
}

static void
test_claims(void **state)
{
	struct cpio_header h = {
	    .mode = 0100644, .nlink = 1, .size = 0xffffffff};
	struct buf b = BUF_INIT;

	(void)state;
	/* 4 GiB that are not there */
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	cpio_print(&h, "reloc/x", &b);
	refused(&b, RULE_TRUNCATED);
	sample_header(&b, "A 1 2\n");
	cpio_print(&h, "A/pkgmap", &b);
	refused(&b, RULE_LIMIT);
	sample_header(&b, "A 1 2\n");
	h.size = PKGMAP_MAX;
	cpio_print(&h, "A/pkgmap", &b);
	refused(&b, RULE_TRUNCATED);
	/* a name of a megabyte */
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_file(&b, "reloc/x", "");
	memcpy(b.data + 1536 + 94, "00100000", 8);
	buf_zero(&b, 1024 * 1024);
	refused(&b, RULE_ARCHIVE);
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_file(&b, "reloc/x", "");
	b.data[1536 + CPIO_HEADER_LEN + 3] = '\0';
	refused(&b, RULE_ARCHIVE);
}

static void
test_pipe(void **state)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct package_reader *s;
	int fd[2], saved;

	(void)state;
	sample_stream(&b);
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(write(fd[1], b.data, b.len), b.len);
	close(fd[1]);
	saved = dup(STDIN_FILENO);
	dup2(fd[0], STDIN_FILENO);
	s = reader_open("-", &d);
	assert_non_null(s);
	assert_string_equal(reader_name(s), "standard input");
	assert_int_equal(walk(s), 6);
	assert_false(reader_failed(s));
	reader_close(s);
	dup2(saved, STDIN_FILENO);
	close(saved);
	close(fd[0]);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_golden),
	    cmocka_unit_test(test_members),
	    cmocka_unit_test(test_memory),
	    cmocka_unit_test(test_select),
	    cmocka_unit_test(test_header),
	    cmocka_unit_test(test_header_tolerance),
	    cmocka_unit_test(test_padding),
	    cmocka_unit_test(test_info_archive),
	    cmocka_unit_test(test_signature),
	    cmocka_unit_test(test_unsafe_members),
	    cmocka_unit_test(test_claims),
	    cmocka_unit_test(test_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
