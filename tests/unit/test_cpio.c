#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "stream/cpio.h"

/* svr4-packaging 10.2: the first member header of the golden stream */
static const char golden[] = "070701"
			     "00000001"
			     "000081a4"
			     "00000000"
			     "00000000"
			     "00000001"
			     "5e0d5da5"
			     "00000077"
			     "00000000"
			     "00000000"
			     "00000000"
			     "00000000"
			     "00000010"
			     "00000000";

static const struct cpio_header first = {
    .ino = 1,
    .mode = 0100644,
    .nlink = 1,
    .mtime = 1577934245,
    .size = 119,
};

static void
test_print(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	cpio_print(&first, "ACMEtst/pkginfo", &b);
	assert_int_equal(b.len, 128);
	assert_memory_equal(b.data, golden, CPIO_HEADER_LEN);
	assert_memory_equal(
	    b.data + CPIO_HEADER_LEN, "ACMEtst/pkginfo\0\0\0", 18);
	buf_free(&b);
}

static void
test_trailer(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	cpio_print_trailer(&b);
	assert_int_equal(b.len, 124);
	assert_memory_equal(b.data,
	    "070701"
	    "00000000"
	    "00000000"
	    "00000000"
	    "00000000"
	    "00000001"
	    "00000000"
	    "00000000"
	    "00000000"
	    "00000000"
	    "00000000"
	    "00000000"
	    "0000000b"
	    "00000000"
	    "TRAILER!!!\0\0\0\0",
	    124);
	buf_free(&b);
}

static void
test_parse(void **state)
{
	struct cpio_header h;
	struct buf b = BUF_INIT;

	(void)state;
	assert_null(cpio_parse(&h, golden));
	assert_int_equal(h.mode, 0100644);
	assert_int_equal(h.mtime, 1577934245);
	assert_int_equal(h.size, 119);
	assert_int_equal(h.namesize, 16);
	cpio_print(&h, "ACMEtst/pkginfo", &b);
	assert_memory_equal(b.data, golden, CPIO_HEADER_LEN);
	buf_free(&b);
}

static void
test_upper_case(void **state)
{
	char data[CPIO_HEADER_LEN];
	struct cpio_header h;

	(void)state;
	memcpy(data, golden, sizeof(data));
	memcpy(data + 54, "FFFFFFFF", 8);
	assert_null(cpio_parse(&h, data));
	assert_int_equal(h.size, 0xffffffffu);
}

static void
refuse(size_t offset, const char *text, const char *reason)
{
	char data[CPIO_HEADER_LEN];
	struct cpio_header h;
	const char *fault;

	memcpy(data, golden, sizeof(data));
	memcpy(data + offset, text, strlen(text));
	fault = cpio_parse(&h, data);
	assert_non_null(fault);
	assert_non_null(strstr(fault, reason));
}

static void
test_refused(void **state)
{
	(void)state;
	refuse(0, "070707", "odc");
	refuse(0, "070702", "crc");
	refuse(0, "\161\307", "binary");
	refuse(0, "\307\161", "binary");
	refuse(0, "# PaCk", "no cpio header");
	refuse(6, "0000000g", "hexadecimal");
	refuse(6, " 0000001", "hexadecimal");
	refuse(6, "+0000001", "hexadecimal");
	refuse(38, "00000000", "link count");
	refuse(94, "00000000", "no name");
	refuse(94, "00000401", "1023");
	refuse(94, "ffffffff", "1023");
}

static void
test_longest_name(void **state)
{
	char data[CPIO_HEADER_LEN];
	struct cpio_header h;

	(void)state;
	memcpy(data, golden, sizeof(data));
	memcpy(data + 94, "00000400", 8);
	assert_null(cpio_parse(&h, data));
	assert_int_equal(h.namesize, CPIO_NAME_MAX + 1);
}

static void
test_padding(void **state)
{
	(void)state;
	assert_int_equal(cpio_padding(0, 4), 0);
	assert_int_equal(cpio_padding(1, 4), 3);
	assert_int_equal(cpio_padding(4, 4), 0);
	assert_int_equal(cpio_padding(513, 512), 511);
	assert_int_equal(cpio_padding(UINT64_C(0x100000001), 4), 3);
}

/* What is counted before a member is written is what is written then. */
static void
test_member_size(void **state)
{
	struct buf b = BUF_INIT;
	char name[20] = "";
	size_t len;

	(void)state;
	for (len = 1; len < sizeof(name); len++) {
		name[len - 1] = 'x';
		b.len = 0;
		cpio_print(&first, name, &b);
		assert_int_equal(cpio_member_size(len, 0), b.len);
		assert_int_equal(cpio_member_size(len, 119), b.len + 120);
	}
	assert_int_equal(
	    cpio_member_size(1, UINT64_C(0xfffffffd)), UINT64_C(0x100000070));
	buf_free(&b);
}

static void
test_limits(void **state)
{
	(void)state;
	assert_true(cpio_size_fits(0xffffffffu));
	assert_false(cpio_size_fits(UINT64_C(0x100000000)));
	assert_true(cpio_time_fits(0));
	assert_true(cpio_time_fits(INT64_C(0xffffffff)));
	assert_false(cpio_time_fits(-1));
	assert_false(cpio_time_fits(INT64_C(0x100000000)));
}

/* The mode of a file as a datastream has it, whatever the file's own is. */
static void
test_file_header(void **state)
{
	(void)state;
	assert_int_equal(
	    cpio_file_header(1, CPIO_MODE_UNKNOWN, 1, 0).mode, 0100644);
	assert_int_equal(cpio_file_header(1, 04711, 1, 0).mode, 0100755);
	assert_int_equal(cpio_file_header(1, 0400, 1, 0).mode, 0100644);
	assert_int_equal(cpio_directory_header(1, 1).mode, 040755);
	assert_int_equal(cpio_directory_header(1, 1).nlink, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_print),
	    cmocka_unit_test(test_trailer),
	    cmocka_unit_test(test_parse),
	    cmocka_unit_test(test_upper_case),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_longest_name),
	    cmocka_unit_test(test_padding),
	    cmocka_unit_test(test_member_size),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_file_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
