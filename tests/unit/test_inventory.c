#include "pack.h"

#include "base/mem.h"
#include "init/inventory_reader.h"

static void
add(struct inventory *inv, const char *path, uint64_t size)
{
	struct inventory_entry entry = {
	    .path = strdup(path), .type = 'f', .size = size};
	struct diag d = DIAG_INIT;

	assert_true(inventory_add(inv, &entry, "source", &d));
	expect_findings(&d, "");
}

/* Of a path that an archive has twice the last one counts. */
static void
test_sort(void **state)
{
	struct inventory *inv = calloc(1, sizeof(*inv));

	(void)state;
	add(inv, "b", 1);
	add(inv, "a", 2);
	add(inv, "b", 3);
	inventory_sort(inv);
	assert_int_equal(inv->n, 2);
	assert_string_equal(inv->v[0].path, "a");
	assert_int_equal(inventory_find(inv, "b")->size, 3);
	assert_null(inventory_find(inv, "c"));
	inventory_free(inv);
}

static void
test_check(void **state)
{
	struct inventory *inv = xcalloc(1, sizeof(*inv));
	struct diag d = DIAG_INIT;

	(void)state;
	assert_true(inventory_check(inv, "a/b", NULL, "source", &d));
	assert_false(inventory_check(inv, "$a/b", NULL, "source", &d));
	assert_false(inventory_check(inv, "a b", NULL, "source", &d));
	assert_false(inventory_check(inv, "\303", NULL, "source", &d));
	assert_true(inventory_check(inv, "\303\244", NULL, "source", &d));
	assert_false(inventory_check(inv, "s", "\377", "source", &d));
	assert_false(inventory_check(inv, "a/$b", NULL, "source", &d));
	assert_int_equal(d.n, 5);
	assert_int_equal(inv->nleft_out, 5);
	assert_string_equal(inv->left_out[0], "$a/b");
	inventory_free(inv);
	diag_free(&d);
}

static struct inventory *
read_archive(const char *path, const char *findings)
{
	struct diag d = DIAG_INIT;
	struct inventory *inv = inventory_read(path, &d);

	assert_non_null(inv);
	expect_findings(&d, findings);
	return inv;
}

/* The entry is a file with these contents. */
static void
expect_file(const struct inventory *inv, const char *path, const char *data,
    size_t size)
{
	const struct inventory_entry *entry = inventory_find(inv, path);
	struct file_digests m;
	struct inventory_entry wanted = {.path = NULL};

	assert_non_null(entry);
	digests_begin(&m);
	digests_update(&m, data, size);
	inventory_set_digests(&wanted, &m);
	assert_int_equal(entry->type, 'f');
	assert_int_equal(entry->size, size);
	assert_int_equal(entry->cksum, wanted.cksum);
	assert_string_equal(entry->sha256, wanted.sha256);
	assert_null(entry->link);
}

static void
expect_symlink(
    const struct inventory *inv, const char *path, const char *target)
{
	const struct inventory_entry *entry = inventory_find(inv, path);

	assert_non_null(entry);
	assert_int_equal(entry->type, 's');
	assert_string_equal(entry->target, target);
}

/* Symbolic links are links, and holes are zeros, in all formats. */
static void
test_formats(void **state)
{
	static const struct pack_item items[] = {
	    {.name = "a", .type = AE_IFREG, .data = "hello", .size = 5},
	    {.name = "soft", .type = AE_IFLNK, .data = "a/../a"},
	    {.name = "sparse",
		.type = AE_IFREG,
		.data = "x",
		.size = 1,
		.hole = 8192},
	};
	static const int formats[] = {ARCHIVE_FORMAT_TAR,
	    ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FORMAT_CPIO_SVR4_NOCRC,
	    ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_7ZIP};
	char sparse[2 * 8192 + 1] = {0};
	struct inventory *inv;
	size_t i;

	(void)state;
	sparse[8192] = 'x';
	for (i = 0; i < COUNT(formats); i++) {
		pack("a.bin", formats[i], ARCHIVE_FILTER_NONE, items,
		    COUNT(items));
		inv = read_archive("a.bin", "");
		assert_int_equal(inv->n, COUNT(items));
		expect_file(inv, "a", "hello", 5);
		expect_symlink(inv, "soft", "a/../a");
		expect_file(inv, "sparse", sparse, sizeof(sparse));
		inventory_free(inv);
	}
}

/* In newc archives the last name brings the contents, in tar the first. */
static void
test_hard_links(void **state)
{
	static const struct pack_item items[] = {
	    {.name = "b", .type = AE_IFREG, .data = "shared", .size = 6},
	    {.name = "s", .type = AE_IFLNK, .data = "target"},
	    {.name = "c", .type = AE_IFREG, .hardlink = "./b"},
	    {.name = "a", .type = AE_IFREG, .hardlink = "c"},
	    {.name = "t", .type = AE_IFREG, .hardlink = "s"},
	};
	struct buf b = BUF_INIT;
	struct inventory *inv;
	int i;

	(void)state;
	pack("0", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, items,
	    COUNT(items));
	pack_newc(&b, 0100644, 7, 3, "b", "");
	pack_newc(&b, 0100644, 7, 3, "c", "");
	pack_newc(&b, 0120777, 8, 2, "s", "target");
	pack_newc(&b, 0100644, 7, 3, "a", "shared");
	pack_newc(&b, 0120777, 8, 2, "t", "target");
	cpio_print_trailer(&b);
	write_bytes("1", b.data, b.len);
	for (i = 0; i < 2; i++) {
		inv = read_archive(i == 0 ? "0" : "1", "");
		assert_int_equal(inv->n, 5);
		expect_file(inv, "a", "shared", 6);
		expect_file(inv, "b", "shared", 6);
		expect_file(inv, "c", "shared", 6);
		expect_symlink(inv, "s", "target");
		expect_symlink(inv, "t", "target");
		inventory_free(inv);
	}
	buf_free(&b);
}

/* Only the members themselves are left out. */
static void
test_left_out(void **state)
{
	static const struct pack_item items[] = {
	    {.name = "/etc/a", .type = AE_IFREG},
	    {.name = "../b", .type = AE_IFREG},
	    {.name = "\303", .type = AE_IFREG},
	    {.name = "\302\233", .type = AE_IFREG},
	    {.name = "\303\244", .type = AE_IFREG, .data = "x", .size = 1},
	    {.name = "early", .type = AE_IFREG, .mtime = -86400},
	    {.name = "good", .type = AE_IFREG, .data = "x", .size = 1},
	    {.name = "late", .type = AE_IFREG, .mtime = 1ll << 40},
	    {.name = "link", .type = AE_IFREG, .hardlink = "../b"},
	    {.name = "soft", .type = AE_IFLNK, .data = "x\ny"},
	};
#define LEADS \
	": left out: the name is absolute, too long or leads out with `..'\n"
#define TIME ": left out: its modification time is not from 1970 to 2105\n"
	static const char findings[] =
	    "a.tar: warning: /etc/a" LEADS "a.tar: warning: ../b" LEADS
	    "a.tar: warning: \303: left out: the path is not UTF-8\n"
	    "a.tar: warning: ??: left out: the path holds a control character\n"
	    "a.tar: warning: early" TIME "a.tar: warning: late" TIME
	    "a.tar: warning: soft: left out: the target `x?y' holds a blank or "
	    "a control character\n"
	    "a.tar: warning: link: left out: the file that it is a hard link "
	    "to is missing\n";
	struct inventory *inv;

	(void)state;
	pack("a.tar", ARCHIVE_FORMAT_TAR, ARCHIVE_FILTER_NONE, items,
	    COUNT(items));
	inv = read_archive("a.tar", findings);
	assert_int_equal(inv->n, 2);
	expect_file(inv, "good", "x", 1);
	expect_file(inv, "\303\244", "x", 1);
	inventory_free(inv);
}

/* However deep the tree is, nothing stays open. */
static void
test_deep_tree(void **state)
{
	struct diag d = DIAG_INIT;
	struct inventory *inv;
	size_t before, i;

	(void)state;
	assert_int_equal(mkdir("tree", 0755), 0);
	assert_int_equal(chdir("tree"), 0);
	for (i = 0; i < 600; i++) {
		assert_int_equal(mkdir("d", 0755), 0);
		assert_int_equal(chdir("d"), 0);
	}
	assert_int_equal(chdir(scratch_dir), 0);
	before = count_names("/dev/fd");
	inv = inventory_read("tree", &d);
	assert_non_null(inv);
	assert_int_equal(inv->n, 512);
	assert_int_equal(d.n, 1);
	assert_int_equal(count_names("/dev/fd"), before);
	inventory_free(inv);
	diag_free(&d);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sort),
	    cmocka_unit_test(test_check),
	    IN_SCRATCH(test_formats),
	    IN_SCRATCH(test_hard_links),
	    IN_SCRATCH(test_left_out),
	    IN_SCRATCH(test_deep_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
