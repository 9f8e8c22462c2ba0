#include "support.h"

#include "base/words.h"

#define SLICE(text) ((struct slice){(text), strlen(text)})

static void
test_lines(void **state)
{
	struct slice text = SLICE("one\n\nlast"), line;

	(void)state;
	assert_true(line_next(&text, &line));
	assert_true(slice_equals(line, "one"));
	assert_true(line_next(&text, &line));
	assert_true(slice_equals(line, ""));
	assert_true(line_next(&text, &line));
	assert_true(slice_equals(line, "last"));
	assert_false(line_next(&text, &line));
	text = SLICE("end\n");
	assert_true(line_next(&text, &line));
	assert_false(line_next(&text, &line));
}

static void
test_words(void **state)
{
	struct slice text = SLICE("  a bc\t"), word;
	char *copy;

	(void)state;
	assert_true(word_next(&text, " \t", &word));
	assert_true(slice_equals(word, "a"));
	assert_true(word_next(&text, " \t", &word));
	copy = slice_dup(word);
	assert_string_equal(copy, "bc");
	free(copy);
	assert_false(word_next(&text, " \t", &word));
	/* a NUL is a character like any other, and no separator */
	text = (struct slice){"a\0b c", 5};
	assert_true(word_next(&text, " ", &word));
	assert_int_equal(word.len, 3);
}

static void
test_trim(void **state)
{
	(void)state;
	assert_true(slice_equals(slice_trim(SLICE("\t a b "), " \t"), "a b"));
	assert_true(slice_equals(slice_trim(SLICE("ab"), " "), "ab"));
	assert_true(slice_equals(slice_trim(SLICE(" \t "), " \t"), ""));
}

static void
test_contain(void **state)
{
	(void)state;
	assert_true(words_contain("none patch", " ", "patch", 5));
	assert_false(words_contain("none patched", " ", "patch", 5));
	assert_false(words_contain("none", " ", "", 0));
	assert_false(words_contain(NULL, " ", "none", 4));
	assert_true(words_contain("a,b", ",", "b", 1));
}

static void
test_numbers(void **state)
{
	static const char *const bad[] = {
	    "", "-1", "+1", " 1", "1 ", "0x1", "8", "18446744073709551616"};
	uint64_t n = 77;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(number_parse(SLICE(bad[i]), 8, UINT64_MAX, &n));
	assert_false(
	    number_parse(SLICE("18446744073709551616"), 10, UINT64_MAX, &n));
	assert_false(number_parse(SLICE("256"), 10, 255, &n));
	assert_false(number_parse(SLICE("9"), 10, 5, &n));
	assert_int_equal(n, 77);
	assert_true(
	    number_parse(SLICE("18446744073709551615"), 10, UINT64_MAX, &n));
	assert_true(n == UINT64_MAX);
	assert_true(number_parse(SLICE("0755"), 8, 07777, &n));
	assert_int_equal(n, 0755);
	assert_true(number_parse(SLICE("fF"), 16, 255, &n));
	assert_int_equal(n, 255);
}

static void
test_signed_numbers(void **state)
{
	static const char *const bad[] = {
	    "", "-", "+", "--1", "-+1", " 1", "1x", "9223372036854775808"};
	int64_t n = 77;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(number_parse_signed(SLICE(bad[i]), &n));
	assert_int_equal(n, 77);
	assert_true(number_parse_signed(SLICE("-12"), &n));
	assert_int_equal(n, -12);
	assert_true(number_parse_signed(SLICE("+12"), &n));
	assert_int_equal(n, 12);
	assert_true(number_parse_signed(SLICE("9223372036854775807"), &n));
	assert_true(n == INT64_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_trim),
	    cmocka_unit_test(test_contain),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_signed_numbers),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
