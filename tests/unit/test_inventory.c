#include "support.h"

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
	struct diag d = DIAG_INIT;

	(void)state;
	assert_true(inventory_check("a/b", NULL, "source", &d));
	assert_false(inventory_check("$a/b", NULL, "source", &d));
	assert_false(inventory_check("a b", NULL, "source", &d));
	assert_false(inventory_check("\303\244", NULL, "source", &d));
	assert_int_equal(d.n, 3);
	diag_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sort),
	    cmocka_unit_test(test_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
