#include "support.h"

#include "base/array.h"

static void
test_room(void **state)
{
	size_t *v = NULL, n = 0, size = 0;

	(void)state;
	for (n = 0; n < 1000; n++) {
		v = array_room(v, n, &size, sizeof(*v));
		assert_true(size > n);
		v[n] = n;
	}
	for (n = 0; n < 1000; n++)
		assert_int_equal(v[n], n);
	free(v);
}

/* Valgrind and the sanitizers see a write behind the end. */
static void
test_append_room(void **state)
{
	size_t *v = NULL, n;

	(void)state;
	for (n = 0; n < 1000; n++) {
		v = array_append_room(v, n, sizeof(*v));
		v[n] = n;
	}
	for (n = 0; n < 1000; n++)
		assert_int_equal(v[n], n);
	free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_room),
	    cmocka_unit_test(test_append_room),
	};

	return cmocka_run_group_tests_name("array", tests, NULL, NULL);
}
