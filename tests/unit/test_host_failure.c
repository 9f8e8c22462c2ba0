/*
 * Whom to blame when a tool has failed.
 */
#include "cycle/host_failure.h"
#include "support.h"

static bool
blames_host(enum fault_end end, int status, const char *output)
{
	struct fault_result result = {.end = end, .status = status};
	struct buf text = BUF_INIT;
	bool blames;

	write_text("output", output);
	blames = host_has_failed(&result, "output", ".", &text);
	assert_int_equal(blames, text.len > 0);
	buf_free(&text);
	return blames;
}

static void
test_blame(void **state)
{
	(void)state;
	assert_false(blames_host(FAULT_ENDED, 1, ""));
	assert_false(blames_host(FAULT_ENDED, 0, "space left"));
	assert_false(blames_host(FAULT_ENDED, 4, "No such file or directory"));
	assert_false(blames_host(FAULT_TIMEOUT, 0, ""));
	assert_true(blames_host(FAULT_ENDED, 128 + 9, ""));
	assert_true(blames_host(FAULT_ENDED, 127, "x: No such file"));
	assert_true(blames_host(FAULT_ENDED, 126, ""));
	assert_true(blames_host(
	    FAULT_ENDED, 1, "a\ncp: write: No space left on device\nb\n"));
	assert_true(blames_host(FAULT_ENDED, 0, "Cannot allocate memory"));
}

static void
assert_last(const char *output, const char *line)
{
	char *last;

	write_text("output", output);
	last = last_output_line("output");
	assert_string_equal(last, line);
	free(last);
}

static void
test_last_line(void **state)
{
	char *none = last_output_line("none");

	(void)state;
	assert_string_equal(none, "");
	free(none);
	assert_last("", "");
	assert_last("\n\n", "");
	assert_last("one", "one");
	assert_last("one\ntwo\n\n", "two");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_blame),
	    cmocka_unit_test(test_last_line),
	};

	return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
