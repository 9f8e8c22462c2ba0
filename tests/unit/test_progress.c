#include "support.h"

#include "report/progress.h"

static void
expect_line(uint64_t done, uint64_t total, double seconds, const char *expected)
{
	struct progress p = {.what = "writing", .done = done, .total = total};
	struct buf line = BUF_INIT;

	progress_line(&p, seconds, &line);
	assert_string_equal(buf_text(&line), expected);
	buf_free(&line);
}

static void
test_line(void **state)
{
	const uint64_t mib = 1024 * 1024;

	(void)state;
	expect_line(120 * mib, 600 * mib, 0.5,
	    "writing: 120 MiB of 600 MiB, 20 %, 240 MiB/s, 2 s left");
	expect_line(600 * mib, 600 * mib, 2,
	    "writing: 600 MiB of 600 MiB, 100 %, 300 MiB/s");
	expect_line(mib, 3600 * mib, 1,
	    "writing: 1.0 MiB of 3.5 GiB, 0 %, 1.0 MiB/s, 60 min left");
	expect_line(mib, 100000 * mib, 1,
	    "writing: 1.0 MiB of 98 GiB, 0 %, 1.0 MiB/s, 27 h 47 min left");
	/* the size is not known, or was wrong; no time has gone by */
	expect_line(120 * mib, 0, 1, "writing: 120 MiB, 120 MiB/s");
	expect_line(3 * mib, 2 * mib, 1, "writing: 3.0 MiB, 3.0 MiB/s");
	expect_line(0, mib, 0, "writing: 0 bytes of 1.0 MiB, 0 %, 0 bytes/s");
}

static void
test_counts(void **state)
{
	struct progress p;

	(void)state;
	progress_begin("reading", 5);
	progress_add(3);
	assert_null(progress_now().what);
	progress_want(true);
	assert_true(progress_is_wanted());
	progress_begin("reading", 5);
	progress_expect(4);
	progress_add(3);
	progress_add(2);
	p = progress_now();
	assert_string_equal(p.what, "reading");
	assert_int_equal(p.done, 5);
	assert_int_equal(p.total, 9);
	progress_begin("writing", 0);
	assert_int_equal(progress_now().done, 0);
	progress_want(false);
	assert_null(progress_now().what);
}

/* Standard error of tests is no terminal, or the test hides the line again. */
static void
test_show(void **state)
{
	(void)state;
	progress_show(true);
	assert_false(progress_is_wanted());
	progress_show(false);
	assert_int_equal(progress_is_wanted(), isatty(STDERR_FILENO));
	progress_show(false);
	progress_hide();
	progress_hide();
	assert_false(progress_is_wanted());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_line),
	    cmocka_unit_test(test_counts),
	    cmocka_unit_test(test_show),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
