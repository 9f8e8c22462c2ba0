#include "pack.h"

#include "base/mem.h"
#include "build/payload.h"
#include "os/file.h"
#include "stream/archive.h"

enum { LARGE = 90000 }; /* bytes: more than one piece */

static char large[LARGE];

static const struct pack_item usual[] = {
    {"./", AE_IFDIR, NULL, 0, NULL, 0, 0},
    {"./opt/", AE_IFDIR, NULL, 0, NULL, 0, 0},
    {"opt//hello", AE_IFREG, "hello\n", 6, NULL, 0, 0},
    {"./opt/empty", AE_IFREG, "", 0, NULL, 0, 0},
    {"opt/large", AE_IFREG, large, LARGE, NULL, 0, 0},
    {"opt/soft", AE_IFLNK, "/etc/passwd", 0, NULL, 0, 0},
    {"opt/last", AE_IFREG, "x\n", 2, NULL, 0, 0},
};

/* What a delivery hands over, piece by piece, entry by entry. */
struct catcher {
	struct buf v[16];
	size_t pieces;
	size_t stop_at; /* refuses this piece; 0: none */
};

static bool catch (
    void *ctx, size_t index, uint64_t offset, const void *data, size_t len)
{
	struct catcher *c = ctx;

	assert_true(index < COUNT(c->v));
	assert_int_equal(offset, c->v[index].len);
	assert_true(len > 0);
	buf_add(&c->v[index], data, len);
	return ++c->pieces != c->stop_at;
}

static void
catcher_free(struct catcher *c)
{
	size_t i;

	for (i = 0; i < COUNT(c->v); i++)
		buf_free(&c->v[i]);
}

/* The entry has these contents, when it is indexed and when delivered. */
static void
expect_contents(struct payload *p, struct catcher *c, const char *name,
    const char *data, size_t size)
{
	const struct payload_entry *e = payload_find(p, name);
	char hex[SHA256_HEX];
	struct sha256 *h = sha256_new();

	assert_non_null(e);
	assert_int_equal(e->type, 'f');
	assert_int_equal(e->size, size);
	assert_int_equal(e->sum, sum_final(sum_update(0, data, size)));
	sha256_update(h, data, size);
	sha256_final(h, hex);
	assert_string_equal(e->digests.sha256, hex);
	assert_int_equal(
	    e->digests.cksum, cksum_final(cksum_update(0, data, size), size));
	assert_true(e->data < COUNT(c->v));
	assert_int_equal(c->v[e->data].len, size);
	if (size > 0)
		assert_memory_equal(c->v[e->data].data, data, size);
}

static const struct {
	const char *name;
	int format, filter;
} formats[] = {
    {"ustar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE},
    {"pax", ARCHIVE_FORMAT_TAR, ARCHIVE_FILTER_NONE},
    {"gnutar", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE},
    {"tar.gz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP},
    {"tar.bz2", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2},
    {"tar.xz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ},
    {"newc", ARCHIVE_FORMAT_CPIO_SVR4_NOCRC, ARCHIVE_FILTER_NONE},
    {"odc.gz", ARCHIVE_FORMAT_CPIO_POSIX, ARCHIVE_FILTER_GZIP},
    {"zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE},
    {"7zip", ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE},
};

static void
test_formats(void **state)
{
	struct diag d = DIAG_INIT;
	struct catcher c;
	struct payload *p;
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(formats); i++) {
		pack("a", formats[i].format, formats[i].filter, usual,
		    COUNT(usual));
		p = payload_open("a", true, &d);
		assert_non_null(p);
		assert_int_equal(payload_count(p), COUNT(usual));
		c = (struct catcher){.pieces = 0};
		assert_true(payload_copy(p, catch, &c, &d));
		expect_contents(p, &c, "opt/hello", "hello\n", 6);
		expect_contents(p, &c, "opt/empty", "", 0);
		expect_contents(p, &c, "opt/large", large, LARGE);
		expect_contents(p, &c, "opt/last", "x\n", 2);
		assert_int_equal(payload_find(p, "opt")->type, 'd');
		assert_int_equal(payload_find(p, "opt/soft")->type, 's');
		assert_int_equal(
		    payload_find(p, "opt/last")->mtime, 1577934245);
		assert_null(payload_find(p, "opt/none"));
		assert_null(payload_find(p, "./opt/hello"));
		for (k = 0; k < payload_count(p); k++)
			assert_ptr_equal(payload_entry(p, k)->name,
			    payload_find(p, payload_entry(p, k)->name)->name);
		assert_int_equal(d.n, 0);
		catcher_free(&c);
		payload_free(p);
	}
}

/* Size and digest of the archive cover the file up to its end. */
static void
test_whole_file(void **state)
{
	struct diag d = DIAG_INIT;
	struct sha256 *h = sha256_new();
	struct buf b = BUF_INIT;
	struct payload *p;
	char hex[SHA256_HEX];

	(void)state;
	pack("a", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, usual,
	    COUNT(usual));
	assert_true(file_read("a", 1u << 30, &b, &d));
	buf_zero(&b, 500000);
	buf_str(&b, "behind the end");
	write_bytes("a", b.data, b.len);
	sha256_update(h, b.data, b.len);
	sha256_final(h, hex);
	p = payload_open("a", false, &d);
	assert_non_null(p);
	assert_int_equal(payload_size(p), b.len);
	assert_string_equal(payload_sha256(p), hex);
	assert_string_equal(payload_find(p, "opt/hello")->digests.sha256, "");
	payload_free(p);
	buf_free(&b);
}

static void
test_hard_links(void **state)
{
	static const struct pack_item items[] = {
	    {"a", AE_IFREG, "shared", 6, NULL, 0, 0},
	    {"b", AE_IFREG, NULL, 0, "./a", 0, 0},
	    {"c", AE_IFREG, NULL, 0, "b", 0, 0},
	    {"d", AE_IFREG, "own", 3, NULL, 0, 0},
	};
	struct diag d = DIAG_INIT;
	struct catcher c = {.pieces = 0};
	struct payload *p;

	(void)state;
	pack("a.tar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, items,
	    COUNT(items));
	p = payload_open("a.tar", true, &d);
	assert_non_null(p);
	assert_true(payload_copy(p, catch, &c, &d));
	assert_int_equal(c.pieces, 2);
	expect_contents(p, &c, "a", "shared", 6);
	expect_contents(p, &c, "b", "shared", 6);
	expect_contents(p, &c, "c", "shared", 6);
	expect_contents(p, &c, "d", "own", 3);
	catcher_free(&c);
	payload_free(p);
}

/* In cpio's newc archives the last of several names carries the contents. */
static void
test_hard_links_newc(void **state)
{
	struct diag d = DIAG_INIT;
	struct catcher c = {.pieces = 0};
	struct buf b = BUF_INIT;
	struct payload *p;

	(void)state;
	pack_newc(&b, 0100644, 7, 3, "a", "");
	pack_newc(&b, 0100644, 8, 1, "other", "own");
	pack_newc(&b, 0100644, 7, 3, "b", "");
	pack_newc(&b, 0100644, 7, 3, "c", "shared");
	pack_newc(&b, 0120777, 9, 2, "soft", "target");
	pack_newc(&b, 0120777, 9, 2, "twin", "target");
	cpio_print_trailer(&b);
	write_bytes("a.cpio", b.data, b.len);
	p = payload_open("a.cpio", true, &d);
	assert_non_null(p);
	assert_true(payload_copy(p, catch, &c, &d));
	expect_contents(p, &c, "a", "shared", 6);
	expect_contents(p, &c, "b", "shared", 6);
	expect_contents(p, &c, "c", "shared", 6);
	expect_contents(p, &c, "other", "own", 3);
	assert_int_equal(payload_find(p, "twin")->type, 's');
	assert_int_equal(d.n, 0);
	catcher_free(&c);
	payload_free(p);
	buf_free(&b);
}

/* Holes are zeros, also at the end. */
static void
test_sparse(void **state)
{
	static const struct pack_item item = {.name = "a",
	    .type = AE_IFREG,
	    .data = "x",
	    .size = 1,
	    .hole = 8192};
	char *data = calloc(1, 2 * item.hole + 1);
	struct diag d = DIAG_INIT;
	struct catcher c = {.pieces = 0};
	struct payload *p;

	(void)state;
	assert_non_null(data);
	data[item.hole] = 'x';
	pack("a.tar", ARCHIVE_FORMAT_TAR, ARCHIVE_FILTER_NONE, &item, 1);
	p = payload_open("a.tar", true, &d);
	assert_non_null(p);
	assert_true(payload_copy(p, catch, &c, &d));
	expect_contents(p, &c, "a", data, 2 * item.hole + 1);
	assert_int_equal(d.n, 0);
	catcher_free(&c);
	payload_free(p);
	free(data);
}

/* What no package can hold is none of the times. */
static void
test_times(void **state)
{
	static const struct pack_item items[] = {
	    {.name = "a", .type = AE_IFREG, .mtime = -86400},
	    {.name = "b", .type = AE_IFREG, .mtime = INT64_MAX},
	    {.name = "c", .type = AE_IFREG, .mtime = UINT32_MAX},
	};
	struct diag d = DIAG_INIT;
	struct payload *p;

	(void)state;
	pack("a.tar", ARCHIVE_FORMAT_TAR, ARCHIVE_FILTER_NONE, items,
	    COUNT(items));
	p = payload_open("a.tar", true, &d);
	assert_non_null(p);
	assert_int_equal(payload_entry(p, 0)->mtime, ARCHIVE_TIME_NONE);
	assert_int_equal(payload_entry(p, 1)->mtime, ARCHIVE_TIME_NONE);
	assert_int_equal(payload_entry(p, 2)->mtime, UINT32_MAX);
	payload_free(p);
}

/* The archive is taken with these warnings; the caller frees. */
static struct payload *
open_with(const struct pack_item *items, size_t n, const char *findings)
{
	struct diag d = DIAG_INIT;
	struct payload *p;

	pack(
	    "bad.tar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, items, n);
	p = payload_open("bad.tar", false, &d);
	assert_non_null(p);
	assert_int_equal(diag_status(&d), STATUS_OK);
	expect_findings(&d, findings);
	return p;
}

/* All names that lead out of the archive, in one run. */
static void
test_escapes(void **state)
{
	static const struct pack_item items[] = {
	    {"/etc/passwd", AE_IFREG, "x", 1, NULL, 0, 0},
	    {"../a", AE_IFREG, "x", 1, NULL, 0, 0},
	    {"good", AE_IFREG, "x", 1, NULL, 0, 0},
	    {"a/../../b", AE_IFREG, "x", 1, NULL, 0, 0},
	    {"a/../b", AE_IFREG, "x", 1, NULL, 0, 0},
	    {"a/..", AE_IFREG, "x", 1, NULL, 0, 0},
	    {"..good", AE_IFREG, "yy", 2, NULL, 0, 0},
	};
	struct catcher c = {0};
	struct payload *p;
	struct diag d = DIAG_INIT;

#define BAD "bad.tar: warning: "
#define LEADS \
	": left out: the name is absolute, too long or leads out with " \
	"`..'\n"

	(void)state;
	p = open_with(items, COUNT(items),
	    BAD "/etc/passwd" LEADS BAD "../a" LEADS BAD "a/../../b" LEADS BAD
		"a/../b" LEADS BAD "a/.." LEADS);
	assert_int_equal(payload_count(p), 2);
	assert_null(payload_find(p, "a"));
	assert_true(payload_copy(p, catch, &c, &d));
	assert_int_equal(c.v[0].len, 1);
	assert_int_equal(c.v[1].len, 2);
	catcher_free(&c);
	payload_free(p);
}

/* Of two with the same name the last one counts, as when it is unpacked. */
static void
test_doubled(void **state)
{
	static const struct pack_item items[] = {
	    {"d", AE_IFDIR, NULL, 0, NULL, 0, 0},
	    {"a", AE_IFREG, "x", 1, NULL, 0, 0},
	    {"./a", AE_IFREG, "yy", 2, NULL, 0, 0},
	    {"f", AE_IFREG, "x", 1, NULL, 0, 0},
	    {"f/", AE_IFDIR, NULL, 0, NULL, 0, 0},
	    {"g/", AE_IFDIR, NULL, 0, NULL, 0, 0},
	    {"g", AE_IFREG, "x", 1, NULL, 0, 0},
	    {"d//", AE_IFDIR, NULL, 0, NULL, 0, 0},
	};

	struct payload *p;

#define TWICE ": is in the archive twice; the last one counts\n"

	(void)state;
	p = open_with(
	    items, COUNT(items), BAD "a" TWICE BAD "f" TWICE BAD "g" TWICE);
	assert_int_equal(payload_find(p, "a")->size, 2);
	assert_int_equal(payload_find(p, "f")->type, 'd');
	assert_int_equal(payload_find(p, "g")->type, 'f');
	assert_int_equal(payload_find(p, "d")->type, 'd');
	payload_free(p);
}

static void
test_bad_links(void **state)
{
	static const struct pack_item items[] = {
	    {"a", AE_IFREG, NULL, 0, "later", 0, 0},
	    {"b", AE_IFREG, NULL, 0, "/etc/passwd", 0, 0},
	    {"c", AE_IFREG, NULL, 0, "../x", 0, 0},
	    {"d", AE_IFREG, NULL, 0, "d", 0, 0},
	    {"dir", AE_IFDIR, NULL, 0, NULL, 0, 0},
	    {"e", AE_IFREG, NULL, 0, "dir", 0, 0},
	    {"later", AE_IFREG, "x", 1, NULL, 0, 0},
	};
	struct payload *p;

#define LINK ": left out: it is a hard link to no file before it\n"

	(void)state;
	p = open_with(items, COUNT(items),
	    BAD "a" LINK BAD "b" LINK BAD "c" LINK BAD "d" LINK BAD "e" LINK);
	assert_int_equal(payload_find(p, "a")->type, '?');
	assert_int_equal(payload_find(p, "e")->type, '?');
	assert_int_equal(payload_find(p, "later")->type, 'f');
	payload_free(p);
}

static void
test_no_archive(void **state)
{
	struct diag d = DIAG_INIT;

	(void)state;
	assert_int_equal(mkdir("dir", 0755), 0);
	assert_int_equal(mkfifo("fifo", 0644), 0);
	write_text("text", "this is no archive, just text\n");
	assert_null(payload_open("missing", false, &d));
	assert_null(payload_open("dir", false, &d));
	assert_null(payload_open("fifo", false, &d));
	assert_null(payload_open("text", false, &d));
	assert_int_equal(d.n, 4);
	assert_int_equal(diag_status(&d), STATUS_INPUT);
	diag_free(&d);
}

/*
 * Cut off anywhere: refused, or what is there is right.  Only a tar that ends
 * between two members looks complete to every reader.
 */
static void
cut_everywhere(const char *path)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct catcher c;
	struct payload *p;
	const struct payload_entry *e;
	size_t len, refused = 0, i;

	assert_true(file_read(path, 1u << 30, &b, &d));
	for (len = 0; len < b.len; len += b.len / 50) {
		write_bytes("cut", b.data, len);
		p = payload_open("cut", true, &d);
		assert_int_equal(p == NULL, diag_status(&d) != STATUS_OK);
		diag_free(&d);
		refused += p == NULL;
		if (p == NULL)
			continue;
		c = (struct catcher){.pieces = 0};
		assert_true(payload_copy(p, catch, &c, &d));
		for (i = 0; i < payload_count(p); i++) {
			e = payload_entry(p, i);
			if (strcmp(e->name, "opt/large") == 0)
				expect_contents(p, &c, e->name, large, LARGE);
			if (strcmp(e->name, "opt/hello") == 0)
				expect_contents(p, &c, e->name, "hello\n", 6);
		}
		catcher_free(&c);
		payload_free(p);
	}
	assert_true(refused > 10);
	buf_free(&b);
}

static void
test_truncated(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(formats); i++) {
		pack("a", formats[i].format, formats[i].filter, usual,
		    COUNT(usual));
		cut_everywhere("a");
	}
}

/* Any change between the two readings is noticed. */
static void
test_changed(void **state)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct catcher c;
	struct payload *p;
	size_t at;
	char *data;

	(void)state;
	pack("a", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, usual,
	    COUNT(usual));
	assert_true(file_read("a", 1u << 30, &b, &d));
	p = payload_open("a", false, &d);
	assert_non_null(p);
	for (at = 0; at < b.len; at += 977) {
		data = xmalloc(b.len);
		memcpy(data, b.data, b.len);
		data[at] ^= 1;
		write_bytes("a", data, b.len);
		c = (struct catcher){.pieces = 0};
		assert_false(payload_copy(p, catch, &c, &d));
		assert_int_equal(diag_status(&d), STATUS_INPUT);
		assert_int_equal(d.n, 1);
		diag_free(&d);
		catcher_free(&c);
		free(data);
	}
	/* fewer, more and other entries */
	write_bytes("a", b.data, 2048);
	c = (struct catcher){.pieces = 0};
	assert_false(payload_copy(p, catch, &c, &d));
	assert_int_equal(d.n, 1);
	diag_free(&d);
	catcher_free(&c);
	assert_int_equal(unlink("a"), 0);
	assert_false(payload_copy(p, catch, &c, &d));
	assert_int_equal(d.n, 1);
	diag_free(&d);
	payload_free(p);
	buf_free(&b);
}

static void
test_sink_stops(void **state)
{
	struct diag d = DIAG_INIT;
	struct catcher c = {.stop_at = 2};
	struct payload *p;

	(void)state;
	pack("a", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, usual,
	    COUNT(usual));
	p = payload_open("a", false, &d);
	assert_false(payload_copy(p, catch, &c, &d));
	assert_int_equal(c.pieces, 2);
	catcher_free(&c);
	payload_free(p);
	diag_free(&d);
}

/* An mtree names files of the host; none of them may be read. */
static void
test_mtree(void **state)
{
	struct diag d = DIAG_INIT;
	struct payload *p;

	(void)state;
	write_text("secret", "secret");
	write_text("mtree", "#mtree\n./a type=file contents=secret size=6\n");
	p = payload_open("mtree", true, &d);
	assert_null(p);
	diag_free(&d);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_SCRATCH(test_formats),
	    IN_SCRATCH(test_whole_file),
	    IN_SCRATCH(test_hard_links),
	    IN_SCRATCH(test_hard_links_newc),
	    IN_SCRATCH(test_sparse),
	    IN_SCRATCH(test_times),
	    IN_SCRATCH(test_escapes),
	    IN_SCRATCH(test_doubled),
	    IN_SCRATCH(test_bad_links),
	    IN_SCRATCH(test_no_archive),
	    IN_SCRATCH(test_truncated),
	    IN_SCRATCH(test_changed),
	    IN_SCRATCH(test_sink_stops),
	    IN_SCRATCH(test_mtree),
	};
	uint32_t x = 1;
	size_t i;

	/* bytes that no filter makes much smaller */
	for (i = 0; i < LARGE; i++) {
		x = x * 1664525u + 1013904223u;
		large[i] = (char)(x >> 24);
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
