/*
 * Linked into every unit test: tests/run -k runs some tests of it alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

__attribute__((constructor)) static void
filter_tests(void)
{
	const char *pattern = getenv("TEST_FILTER");

	if (pattern != NULL)
		cmocka_set_test_filter(pattern);
}
