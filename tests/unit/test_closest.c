#include "support.h"

#include "base/closest.h"

static void
test_distance(void **state)
{
	(void)state;
	assert_int_equal(edit_distance("", "", 9), 0);
	assert_int_equal(edit_distance("abc", "abc", 9), 0);
	assert_int_equal(edit_distance("abc", "", 9), 3);
	assert_int_equal(edit_distance("abc", "acb", 9), 1);
	assert_int_equal(edit_distance("abc", "ab", 9), 1);
	assert_int_equal(edit_distance("abc", "xabc", 9), 1);
	assert_int_equal(edit_distance("kitten", "sitting", 9), 3);
}

static void
test_closest(void **state)
{
	struct closest c;
	char word[2 * CLOSEST_MAX];

	(void)state;
	closest_begin(&c, "postinstal");
	closest_offer(&c, "preinstall");
	assert_null(c.best);
	closest_offer(&c, "postinstall");
	closest_offer(&c, "postremove");
	assert_string_equal(c.best, "postinstall");
	/* short words are close to nothing else */
	closest_begin(&c, "xx");
	closest_offer(&c, "rm");
	assert_null(c.best);
	memset(word, 'a', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	closest_begin(&c, word);
	closest_offer(&c, "aaaa");
	assert_null(c.best);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_distance),
	    cmocka_unit_test(test_closest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
