#include "support.h"

#include "base/mem.h"

static void
test_empty(void **state)
{
	struct buf b = BUF_INIT;
	char *text;

	(void)state;
	assert_string_equal(buf_text(&b), "");
	buf_add(&b, NULL, 0);
	assert_int_equal(b.len, 0);
	text = buf_steal(&b);
	assert_string_equal(text, "");
	free(text);
	buf_free(&b);
}

/* A NUL follows the data after each kind of addition, at every length. */
static void
test_terminated(void **state)
{
	struct buf b = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 1; i < 1000; i++) {
		buf_char(&b, 'x');
		assert_int_equal(b.len, i);
		assert_true(b.size > b.len);
		assert_int_equal(b.data[b.len], '\0');
	}
	b.len = 0;
	for (i = 0; i < 200; i++) {
		memset(buf_room(&b, 7), 'y', 8);
		buf_zero(&b, 7);
		assert_int_equal(b.data[b.len], '\0');
		assert_memory_equal(b.data + b.len - 7, "\0\0\0\0\0\0\0", 8);
	}
	buf_free(&b);
	assert_null(b.data);
}

/* printf into no room, too little room and just enough room. */
static void
test_printf(void **state)
{
	struct buf b = BUF_INIT;
	char expected[4096], text[300];
	size_t i;

	(void)state;
	memset(text, 'z', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (i = 0; i < sizeof(text); i++) {
		b.len = 0;
		buf_printf(&b, "%.*s|%zu", (int)i, text, i);
		(void)snprintf(
		    expected, sizeof(expected), "%.*s|%zu", (int)i, text, i);
		assert_string_equal(buf_text(&b), expected);
		assert_int_equal(b.len, strlen(expected));
		buf_free(&b);
		buf_str(&b, "ab");
		buf_printf(&b, "%.*s", (int)i, text);
		assert_int_equal(b.len, i + 2);
		assert_memory_equal(b.data, "ab", 2);
		buf_free(&b);
	}
}

static void
test_steal(void **state)
{
	struct buf b = BUF_INIT;
	char *text;

	(void)state;
	buf_str(&b, "mine");
	text = buf_steal(&b);
	assert_string_equal(text, "mine");
	assert_null(b.data);
	assert_int_equal(b.len, 0);
	buf_str(&b, "new");
	assert_string_equal(text, "mine");
	free(text);
	buf_free(&b);
}

static void
test_strings(void **state)
{
	char raw[3] = {'a', 'b', 'c'}; /* no NUL behind it */
	char *copy = xstrndup(raw, 3);

	(void)state;
	assert_string_equal(copy, "abc");
	free(copy);
	copy = xstrndup("short", 100);
	assert_string_equal(copy, "short");
	free(copy);
	copy = xasprintf("%s-%04d", "n", 7);
	assert_string_equal(copy, "n-0007");
	free(copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_empty),
	    cmocka_unit_test(test_terminated),
	    cmocka_unit_test(test_printf),
	    cmocka_unit_test(test_steal),
	    cmocka_unit_test(test_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
