#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "stream/header.h"

static void
test_make(void **state)
{
	struct header h = HEADER_INIT;
	struct buf b = BUF_INIT;

	(void)state;
	header_add(&h, "ACMEtst", 1, 20);
	header_make(&h, &b);
	assert_int_equal(b.len, HEADER_BLOCK);
	assert_string_equal(b.data,
	    "# PaCkAgE DaTaStReAm\nACMEtst 1 20\n"
	    "# end of header\n");
	assert_int_equal(header_text_len(b.data, b.len), 50);
	header_free(&h);
	buf_free(&b);
}

/* Every length of the text: at least one NUL follows, no block too many. */
static void
test_never_full(void **state)
{
	struct header h = HEADER_INIT, again = HEADER_INIT;
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	size_t len;
	char name[40];
	int i, k;

	(void)state;
	for (i = 0; i < 12; i++) {
		snprintf(name, sizeof(name), "P%030d", i);
		header_add(&h, name, 1, 10);
	}
	for (k = 1; k < 31; k++) {
		snprintf(name, sizeof(name), "Q%0*d", k, 0);
		header_add(&h, name, 1, 1);
		b.len = 0;
		header_make(&h, &b);
		len = header_text_len(b.data, b.len);
		assert_true(len > 0 && len % HEADER_BLOCK != 0);
		assert_int_equal(
		    b.len, (len / HEADER_BLOCK + 1) * HEADER_BLOCK);
		assert_true(header_parse(&again, b.data, len, "x", &d));
		assert_int_equal(again.n, h.n);
		assert_string_equal(again.v[h.n - 1].name, name);
		header_free(&again);
		/* the next text has one byte more in its last name */
	}
	header_free(&h);
	buf_free(&b);
}

/* A text of exactly 512 bytes gets a comment line more. */
static void
test_shift(void **state)
{
	struct header h = HEADER_INIT;
	struct buf b = BUF_INIT;
	char name[40];
	int i;

	(void)state;
	/* 37 bytes of frame, 12 lines of 38 and one of 19 */
	for (i = 0; i < 12; i++) {
		snprintf(name, sizeof(name), "P%030d", i);
		header_add(&h, name, 1, 100);
	}
	header_add(&h, "Q1234567890123", 1, 1);
	header_make(&h, &b);
	assert_int_equal(b.len, 1024);
	assert_memory_equal(b.data + 514 - 18, "#\n# end of header\n", 18);
	header_free(&h);
	buf_free(&b);
}

static void
test_names(void **state)
{
	(void)state;
	assert_true(header_name_is_usable("SUNWcsu"));
	assert_true(header_name_is_usable("SUNWcsu.2"));
	assert_true(header_name_is_usable("under_score"));
	assert_false(header_name_is_usable(""));
	assert_false(header_name_is_usable(".."));
	assert_false(header_name_is_usable(".hidden"));
	assert_false(header_name_is_usable("a/b"));
	assert_false(header_name_is_usable("a b"));
	assert_false(
	    header_name_is_usable("P123456789012345678901234567890123456"));
}

static void
test_end_line(void **state)
{
	(void)state;
	assert_int_equal(header_text_len("\n# end of header\n", 17), 17);
	assert_int_equal(header_text_len("\n# end of header\n", 16), 0);
	assert_int_equal(header_text_len("x# end of header\n", 17), 0);
	assert_int_equal(header_text_len("\n# end of header \n", 18), 0);
}

/* Parses a header with this line; what is wrong with it, or NULL. */
static const char *
parse_one(const char *line, struct header *h)
{
	static char fault[200];
	struct diag d = DIAG_INIT;
	char text[300];
	bool ok;

	snprintf(
	    text, sizeof(text), HEADER_MAGIC "\n%s\n" HEADER_END "\n", line);
	ok = header_parse(h, text, strlen(text), "x", &d);
	assert_int_equal(ok, d.n == 0);
	snprintf(fault, sizeof(fault), "%s", ok ? "" : d.v[0].text);
	diag_free(&d);
	return ok ? NULL : fault;
}

static void
accept(const char *line, unsigned nparts, uint64_t maxpart, bool volumes)
{
	struct header h = HEADER_INIT;

	assert_null(parse_one(line, &h));
	assert_int_equal(h.n, 1);
	assert_string_equal(h.v[0].name, "ACMEtst");
	assert_int_equal(h.v[0].nparts, nparts);
	assert_int_equal(h.v[0].maxpart, maxpart);
	assert_int_equal(h.v[0].nvolumes > 0, volumes);
	header_free(&h);
}

static void
refuse(const char *line, const char *reason)
{
	struct header h = HEADER_INIT;
	const char *fault = parse_one(line, &h);

	assert_non_null(fault);
	assert_non_null(strstr(fault, reason));
	header_free(&h);
}

static void
test_lines(void **state)
{
	(void)state;
	accept("ACMEtst 1 20", 1, 20, false);
	accept(" \tACMEtst\t 02 0 ", 2, 0, false);
	accept("ACMEtst 1 2147483647", 1, 2147483647, false);
	accept("ACMEtst 3 20 2 1", 3, 20, true);
	accept("ACMEtst 3 20 2 99999999999999999999999", 3, 20, true);
	accept("ACMEtst 3 20 2147483648 ", 3, 20, false);
	refuse("ACMEtst", "needs name, parts and blocks");
	refuse("   ", "needs name, parts and blocks");
	refuse("ACMEtst 1", "needs name, parts and blocks");
	refuse("ACMEtst 0 20", "needs name, parts and blocks");
	refuse("ACMEtst 1 -1", "needs name, parts and blocks");
	refuse("ACMEtst 1 20x", "needs name, parts and blocks");
	refuse("ACMEtst 1 2147483648", "needs name, parts and blocks");
	refuse("../tst 1 20", "no name that a package can have");
	refuse("ACMEtst 1 20\nACMEtst 1 20", "named twice");
	refuse("ACMEtst 3 20 2147483648 1", "not a number");
	refuse("ACMEtst 3 20 2 x", "not a number");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_make),
	    cmocka_unit_test(test_never_full),
	    cmocka_unit_test(test_shift),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_end_line),
	    cmocka_unit_test(test_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
