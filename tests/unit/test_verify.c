#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/digest.h"
#include "inspect/verify.h"
#include "stream/rule.h"

#include "sample.h"

static bool
has_rule(const struct diag *d, const char *rule)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		if (d->v[i].rule != NULL && strcmp(d->v[i].rule, rule) == 0)
			return true;
	return false;
}

/* Verifies the bytes in the file; the number of findings that count. */
static struct diag
verify_path(const char *path)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = reader_open(path, &d);

	if (s != NULL)
		verify_source(s, &d);
	reader_close(s);
	return d;
}

static struct diag
verify_bytes(struct buf *b)
{
	struct diag d;
	char path[64];

	close(sample_save(path, b));
	d = verify_path(path);
	unlink(path);
	buf_free(b);
	return d;
}

static void
finds(struct buf *b, enum rule rule)
{
	struct diag d = verify_bytes(b);

	if (!has_rule(&d, rule_name(rule))) {
		diag_print(&d, SEVERITY_INFO, stderr);
		fail_msg("no finding `%s'", rule_name(rule));
	}
	diag_free(&d);
}

static void
clean(struct buf *b)
{
	struct diag d = verify_bytes(b);

	if (d.worst != SEVERITY_INFO) {
		diag_print(&d, SEVERITY_WARNING, stderr);
		fail_msg("unexpected findings");
	}
	diag_free(&d);
}

/* A stream whose members are the sample's, with other texts in front. */
static void
other_texts(struct buf *b, const char *pkginfo, const char *pkgmap)
{
	static const char zeros[3000];

	sample_begin(b, pkginfo, pkgmap);
	sample_file(b, "pkginfo", pkginfo);
	sample_file(b, "pkgmap", pkgmap);
	sample_file(b, "reloc/ACMEtst/a.txt", "hello\n");
	sample_member(b, "reloc/ACMEtst/b.bin", 0100755, zeros, 3000);
	sample_end(b);
}

/* The pkgmap of other_texts() with lines more. */
static void
with_lines(struct buf *b, const char *lines)
{
	struct buf map = BUF_INIT;

	buf_printf(&map, "%s%s", sample_pkgmap, lines);
	other_texts(b, sample_pkginfo, map.data);
	buf_free(&map);
}

static void
test_clean(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	sample_stream(&b);
	clean(&b);
	other_texts(&b, sample_pkginfo, sample_pkgmap);
	clean(&b);
}

static void
test_members(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_file(&b, "pkginfo", "PKG=other\n");
	sample_end(&b);
	finds(&b, RULE_INFO_COPY);
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_file(&b, "pkginfo", sample_pkginfo);
	sample_file(&b, "pkgmap", sample_pkgmap);
	sample_end(&b);
	finds(&b, RULE_MISSING);
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_file(&b, "pkgmap", sample_pkgmap);
	sample_end(&b);
	finds(&b, RULE_PARTS);
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_file(&b, "reloc/ACMEtst/a.txt", "hello");
	sample_end(&b);
	finds(&b, RULE_SIZE);
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_file(&b, "reloc/ACMEtst/a.txt", "HELLO\n");
	sample_end(&b);
	finds(&b, RULE_SUM);
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_file(&b, "reloc/ACMEtst/a.txt", "hello\n");
	sample_file(&b, "reloc/ACMEtst/a.txt", "hello\n");
	sample_end(&b);
	finds(&b, RULE_MEMBER_TWICE);
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_file(&b, "root/ACMEtst/a.txt", "hello\n");
	sample_end(&b);
	finds(&b, RULE_SURPLUS);
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_file(&b, "install/ACMEtst", "");
	sample_end(&b);
	finds(&b, RULE_SURPLUS);
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_dir(&b, "reloc/ACMEtst/etc");
	sample_end(&b);
	finds(&b, RULE_SURPLUS_DIRECTORY);
	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	sample_file(&b, "archive/none.bz2", "BZh");
	sample_end(&b);
	finds(&b, RULE_CLASS_ARCHIVE);
}

static void
test_mtime(void **state)
{
	struct buf b = BUF_INIT;
	char *at;

	(void)state;
	sample_stream(&b);
	/* the last 5e0d5da5 before the name of the file */
	at = memmem(b.data + 1536, b.len - 1536, "reloc/ACMEtst/a.txt", 19);
	memcpy(at - CPIO_HEADER_LEN + 46, "5e0d5da6", 8);
	finds(&b, RULE_MTIME);
}

static void
test_parts(void **state)
{
	static const char map[] = ": 2 20\n"
				  "1 f none a 0644 root bin 1 97 1577934245\n"
				  "2 f none b 0644 root bin 1 98 1577934245\n"
				  "1 i pkginfo 119 9257 1577934245\n";
	struct buf b = BUF_INIT;
	int i;

	(void)state;
	for (i = 0; i < 4; i++) {
		sample_header(&b, "ACMEtst 2 20\n");
		sample_file(&b, "ACMEtst/pkginfo", sample_pkginfo);
		sample_file(&b, "ACMEtst/pkgmap", map);
		sample_end(&b);
		sample_file(&b, "pkginfo", sample_pkginfo);
		sample_file(&b, "pkgmap", map);
		sample_file(&b, "reloc.1/a", "a");
		if (i == 1)
			sample_file(&b, "reloc.1/b", "b");
		sample_end(&b);
		if (i != 2)
			sample_file(&b, "pkginfo", sample_pkginfo);
		if (i != 3)
			sample_file(
			    &b, i == 1 ? "reloc.2/c" : "reloc.2/b", "b");
		sample_end(&b);
		if (i == 0)
			clean(&b);
		else
			finds(&b, i == 1 ? RULE_MEMBER_PART : RULE_PARTS);
	}
	other_texts(&b, sample_pkginfo, ": 2 20\n");
	finds(&b, RULE_PARTS);
}

static void
test_package(void **state)
{
	static const struct {
		const char *lines;
		enum rule rule;
	} cases[] = {
	    {"1 d other x 0755 root bin\n", RULE_CLASS},
	    {"1 i i.other 0 0 0\n", RULE_SCRIPT},
	    {"1 i a/b 0 0 0\n", RULE_PATH},
	    {"1 d none ACMEtst/a.txt/x 0755 root bin\n", RULE_PARENT},
	    {"1 s none l=ACMEtst\n1 d none l/x 0755 root bin\n",
		RULE_PARENT_LINK},
	    {"1 l none l=nowhere\n", RULE_LINK_TARGET},
	    {"1 l none l=ACMEtst\n", RULE_LINK},
	    {"1 s none l=l\n", RULE_LINK},
	    {"1 s none l=../x\n", RULE_LINK_OUTSIDE},
	    {"1 d none $dir 0755 root bin\n", RULE_VARIABLE},
	    {"1 d none $DIR/x 0755 root bin\n", RULE_VARIABLE},
	    {"1 d none $BASEDIR/x 0755 root bin\n", RULE_VARIABLE},
	    {"1 s none l=$DIR/x\n", RULE_VARIABLE},
	    {"1 c none dev ? ? 0600 root sys\n", RULE_DEVICE},
	};
	struct buf b = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		with_lines(&b, cases[i].lines);
		finds(&b, cases[i].rule);
	}
	with_lines(&b,
	    "1 l none ACMEtst/l=a.txt\n1 s none l=ACMEtst/a.txt\n"
	    "1 l none m=ACMEtst/../ACMEtst/b.bin\n1 s none $NAME/x=$PKG\n"
	    "1 c none dev 1 2 0600 root sys\n");
	clean(&b);
}

static void
test_parameters(void **state)
{
	struct buf b = BUF_INIT, info = BUF_INIT;

	(void)state;
	other_texts(&b,
	    "PKG=ACMEother\nNAME=x\nARCH=x\nVERSION=1\n"
	    "CATEGORY=application\n",
	    sample_pkgmap);
	finds(&b, RULE_NAME);
	other_texts(&b, sample_pkginfo, ": 1 20\n");
	finds(&b, RULE_INFO_MISSING);
	buf_printf(&info, "%sSUNW_PKG_ALLZONES=true\n", sample_pkginfo);
	other_texts(&b, info.data, ": 1 20\n1 i request 0 0 0\n");
	finds(&b, RULE_REQUEST);
	buf_free(&info);
}

/* A digest of what a reader gets to see, whatever its wrapping. */
static void
meaning(const char *path, char hex[SHA256_HEX])
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = reader_open(path, &d);
	struct sha256 *h = sha256_new();
	const struct package *p;
	struct member m;
	char data[4096];
	ssize_t n;

	assert_non_null(s);
	p = reader_package(s, 0);
	sha256_update(h, p->name, strlen(p->name) + 1);
	sha256_update(h, p->info_text.data, p->info_text.len);
	sha256_update(h, p->map_text.data, p->map_text.len);
	while (reader_next(s, &m)) {
		sha256_update(h, m.name, strlen(m.name) + 1);
		m.mode &= CPIO_TYPE;
		sha256_update(h, &m.mode, sizeof(m.mode));
		while ((n = reader_read(s, data, sizeof(data))) > 0)
			sha256_update(h, data, (size_t)n);
	}
	assert_false(reader_failed(s));
	reader_close(s);
	diag_free(&d);
	sha256_final(h, hex);
}

/* Either verify finds something, or nothing that counts has changed. */
static void
damaged(const char *path, const char *want, size_t at)
{
	struct diag d = verify_path(path);
	char hex[SHA256_HEX];

	if (d.worst == SEVERITY_INFO) {
		meaning(path, hex);
		if (strcmp(hex, want) != 0)
			fail_msg("damage at byte %zu goes unnoticed", at);
	}
	diag_free(&d);
}

static void
test_truncated(void **state)
{
	struct buf b = BUF_INIT;
	char path[64], want[SHA256_HEX];
	size_t len;
	int fd;

	(void)state;
	sample_stream(&b);
	fd = sample_save(path, &b);
	meaning(path, want);
	for (len = b.len; len-- > 0;) {
		assert_int_equal(ftruncate(fd, (off_t)len), 0);
		damaged(path, want, len);
	}
	close(fd);
	unlink(path);
	buf_free(&b);
}

static void
flip(int fd, const struct buf *b, size_t at, int bits)
{
	char c = (char)(b->data[at] ^ bits);

	assert_int_equal(pwrite(fd, &c, 1, (off_t)at), 1);
}

static void
test_flipped(void **state)
{
	static const int bits[] = {0x01, 0x20, 0x80, 0xff};
	struct buf b = BUF_INIT;
	char path[64], want[SHA256_HEX];
	size_t at, i;
	int fd;

	(void)state;
	sample_stream(&b);
	fd = sample_save(path, &b);
	meaning(path, want);
	for (at = 0; at < b.len; at++) {
		for (i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
			flip(fd, &b, at, bits[i]);
			damaged(path, want, at);
		}
		flip(fd, &b, at, 0);
	}
	close(fd);
	unlink(path);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_clean),
	    cmocka_unit_test(test_members),
	    cmocka_unit_test(test_mtime),
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_package),
	    cmocka_unit_test(test_parameters),
	    cmocka_unit_test(test_truncated),
	    cmocka_unit_test(test_flipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
